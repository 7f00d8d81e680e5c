//! Spanish, in the polite form.

use super::MemberWords;

pub(super) static WORDS: MemberWords = MemberWords {
    reviewed_by: None,
    before_name: "",
    after_name: ": ",
    opted_out: "ya no recibirá más mensajes nuestros. Responda START para volver a recibirlos.",
    opted_in: "volverá a recibir nuestros mensajes. Responda STOP cuando no quiera más.",
    help: "así escribimos a nuestra gente. Conteste aquí y alguien lo leerá. Responda STOP para no recibir más.",
    help_with_phone: "así escribimos a nuestra gente. Llame al {phone}. Responda STOP para no recibir más.",
    after_hours: "recibimos su mensaje y lo leeremos en horario de oficina.",
};
