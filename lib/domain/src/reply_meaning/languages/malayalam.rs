//! Malayalam, in its own letters and in Latin ones.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Malayalam,
    reviewed_by: None,
    courtesies: &[
        "ദയവായി|ദയവു_ചെയ്ത്|ദയവുചെയ്ത്|പ്ലീസ്",
        "നന്ദി",
        "നമസ്കാരം",
        "അച്ചാ|ചേട്ടാ|ചേച്ചി",
        "dayavayi",
        "chetta|chechi|acha",
        "nanni",
    ],
    opt_out_alone: &["റദ്ദാക്കുക"],
    opt_out_words: &[
        "നിർത്തുക|നിർത്തൂ|നിർത്തു|നിർത്തണം|സ്റ്റോപ്പ്",
        "nirthu|nirthuka|nirthoo",
    ],
    opt_out_phrases: &[
        "ഇനി|മേലിൽ? എനിക്ക്|ഞങ്ങൾക്ക്? ഇനി|മേലിൽ? മെസേജ്|മെസ്സേജ്|മെസേജുകൾ|സന്ദേശം|സന്ദേശങ്ങൾ|എസ്എംഎസ് \
         അയക്കരുത്|അയയ്ക്കരുത്|അയക്കണ്ട|അയക്കേണ്ട|അയക്കല്ലേ|അയക്കുന്നത്_നിർത്തുക",
        "ini? enikku|eniku|enik? ini? message|messages|msg|msgs|sms ayakkaruthu|ayakkaruth|ayakkanda|ayakkenda|ayakkalle|ayakaruthu",
    ],
    doubtful: &["അയക്കരുത്|അയക്കേണ്ട|അയക്കണ്ട"],
    opt_out_sentences: &[
        "മെസേജ്*|മെസ്സേജ്*|മെസേജുക*|സന്ദേശ* അയക്കരുത്|അയയ്ക്കരുത്|അയക്കേണ്ട|അയക്കണ്ട|വേണ്ട|അയക്കല്ലേ",
        "തെറ്റായ|റോങ്|റോംഗ് നമ്പർ*|നമ്പറാണ്*",
        "നമ്പർ|നമ്പറ്|പേര് ലിസ്റ്റ*|പട്ടിക* .. മാറ്റ*|നീക്ക*|ഒഴിവാക്ക*|കളയ*",
        "message*|msg* ayakkaruth*|ayakkand*|ayakkend*|venda",
        "മെസേജ്*|മെസ്സേജ്*|മെസേജുക*|സന്ദേശ* .. നിർത്തുക|നിർത്തണം|നിർത്തൂ|നിർത്താമോ|വേണ്ട",
        "ലിസ്റ്റ*|പട്ടിക* .. മാറ്റണം|മാറ്റൂ|മാറ്റുക|നീക്ക*|ഒഴിവാക്ക*|കളയ*",
        "thettaya number",
    ],
    ordinary: &[],
    look_alikes: &[],
    opt_in: &["തുടങ്ങുക|തുടങ്ങൂ|ആരംഭിക്കുക"],
    help: &["സഹായം", "വിവരം"],
};
