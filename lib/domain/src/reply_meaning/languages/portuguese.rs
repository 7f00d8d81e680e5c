//! Portuguese, of Brazil first.

use super::ReplyWords;
use crate::shipped_language::ShippedLanguage;

pub(super) const WORDS: ReplyWords = ReplyWords {
    language: ShippedLanguage::Portuguese,
    reviewed_by: None,
    courtesies: &[
        "por_favor|favor|por_gentileza|pfv",
        "muito? obrigado|obrigada",
        "oi|olá",
        "bom_dia|boa_tarde|boa_noite",
        "desculpe|desculpa",
        "irmão|irmã|irmãos|pastor|amigo",
    ],
    opt_out_alone: &["sair", "cancelar", "cancela"],
    opt_out_words: &[
        "parar|parem",
        "descadastrar|descadastro",
        "me descadastre|descadastra|descadastrem",
        "parar mensagens",
    ],
    opt_out_phrases: &[
        "não me|nos mande|mandem|manda|envie|enviem|envia mais? mensagem|mensagens|sms|nada",
        "não me|nos mande|mandem|manda|envie|enviem|envia|escreva|escrevam mais",
        "não me|nos escreva|escrevam|contate|contatem",
        "não mande|mandem|envie|enviem mais? mensagem|mensagens|sms pra|para? mim?",
        "não quero mais? receber mais? mensagem|mensagens|sms",
        "chega de|sem_mais mensagem|mensagens",
        "parem|pare|para de me? mandar|enviar mais? mensagem|mensagens|sms pra|para? mim?",
        "me tira|tire|tirem|remova|remove|removam|exclua|exclui da|desta|dessa|de lista",
        "apague|apaga|apaguem|exclua|remova|removam meu número",
        "me deixe|deixa|deixem em paz",
    ],
    doubtful: &["chega"],
    opt_out_sentences: &[
        "não .. mais receber .. mensag*|sms",
        "não quero|queremos|gostaria|desejo .. receber .. mensag*|sms",
        "não quero|queremos mais mensag*|sms",
        "não me|nos mande|mandem|manda|envie|enviem mais",
        "^ é|esse|este|esse_é|este_é? o? número errado",
        "é|está|com|mandou|ligou .. número errado",
        "remova|removam|remover|remove|tire|tirem|tirar|tira|apague|apaguem|apagar|exclua|excluam|excluir \
         o? meu|este|esse número|nome|telefone|contato",
        "parar|parem|pare|para|deixar|deixem de me? mandar|enviar|mandarem mensag*|sms",
        "me tirem|tire|tirar|remover|excluir d* .. lista|grupo",
        "cancelar o? recebimento",
        "não precisa|precisam|precisa_mais|precisam_mais .. mandar|enviar .. mensag*",
        "parar|deixar de receber",
        "quero|queria|gostaria_de sair d* lista|grupo",
        "não tenho|temos mais? interesse .. mensag*",
        "retirar|retire|retirem o? meu|este número|nome|telefone|contato",
        "não quero|queremos mais? receber mais? nada|isso",
        "mandou|enviou|mandando|enviando pra|para a? pessoa errada",
    ],
    ordinary: &[
        "não me? tirem|tire|tira|remova|removam|apague|exclua",
        "não parem|pare|para|parar|deixem|deixe de",
        "não quero|queremos perder|parar|deixar",
    ],
    look_alikes: &["pagar parara parte salir mensageiro"],
    opt_in: &["começar|recomeçar|iniciar|reativar|voltar"],
    help: &["ajuda", "informações"],
};
