//! French, of Africa, Haiti and Canada as well: Canadian carriers know ARRET and AIDE.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::French,
    reviewed_by: None,
    courtesies: &[
        "s'il_vous_plaît|s'il_te_plaît|svp|stp",
        "merci beaucoup|bien|d'avance?",
        "bonjour|bonsoir|salut",
        "désolé|désolée|pardon",
        "monsieur|madame|pasteur",
    ],
    opt_out_alone: &["arrêt", "annuler", "quitter"],
    opt_out_words: &[
        "arrêter|arrêtez|arrête",
        "désabonner|désabonnement|désinscrire|désinscription",
        "désabonnez|désinscrivez moi",
        "je? veux|voudrais|souhaite? me désabonner|désinscrire",
    ],
    opt_out_phrases: &[
        "ne? m'envoyez|m'envoie|m'envoyer plus|pas de? messages|message|sms|textos|texto|rien?",
        "ne? m'écrivez|m'écris|m'écrire|me_textez|me_texte|me_contactez|me_contacte plus|pas",
        "plus|pas de messages|sms|textos",
        "retirez|enlevez|supprimez|retire|enlève|effacez moi",
        "retirez|enlevez|supprimez|retire|enlève|effacez moi? de la|votre|vos|cette liste|listes|groupe",
        "supprimez|effacez|retirez|enlevez mon numéro",
        "arrêtez|arrête|cessez de m'envoyer|m'écrire|me_contacter|me_texter des|ces|vos? messages|sms|textos?",
        "arrêtez|arrête les|vos|ces messages|sms|textos",
        "laissez|laisse moi tranquille",
        "stop|fini aux|les|de messages|sms|textos",
    ],
    doubtful: &["c'est assez"],
    opt_out_sentences: &[
        "ne? veux|veut|voudrais|souhaite|désire plus|pas recevoir .. messages|message|sms|textos",
        "plus recevoir vos|ces|de|des|les messages|sms|textos",
        "ne? m'envoyez|m'envoie|m'écrivez|m'écris|me_contactez|me_textez plus",
        "trompez|trompes|trompé|trompée|erreur de numéro|personne",
        "^ c'est|vous_avez? le|un? mauvais|faux numéro",
        "avez|est|as le|un mauvais|faux numéro",
        "arrêter|arrêtez|arrête|cesser|cessez de m'écrire|m'envoyer|me_contacter|me_texter",
        "me|nous|se désabonner|désinscrire",
        "supprimer|supprimez|retirer|retirez|enlever|enlevez|effacer|effacez mon numéro|nom",
        "me|nous retirer|enlever|supprimer de .. liste|groupe",
        "retirez|enlevez|supprimez moi|nous de .. liste|groupe",
        "plus m'envoyer|m'écrire|me_contacter|me_texter|me_déranger",
        "pas|plus intéressé|intéressée par vos|ces messages|sms|textos",
        "sortir|sortez|sortez-moi de votre|cette|la liste",
        "pas le bon numéro",
        "veux|veut|voulons plus de? vos messages|sms|textos",
    ],
    ordinary: &[
        "ne me|nous retirez|enlevez|supprimez pas",
        "n'arrête|n'arrêtez|n'arrêtons pas",
        "pas arrêter",
    ],
    look_alikes: &["arbre carrez annulez annulee"],
    opt_in: &[
        "commencer|recommencer|reprendre|démarrer",
        "réabonner|m'abonner|abonner",
    ],
    help: &["aide", "infos|information"],
};
