//! Spanish.

use super::VoiceWords;

pub(super) const WORDS: VoiceWords = VoiceWords {
    reviewed_by: None,
    greeting: "Hola, soy el asistente automático de {church}. ¿En qué le puedo ayudar?",
    greeting_by_name: "Hola, {name}, soy el asistente automático de {church}. ¿En qué le puedo ayudar?",
    language_offer: "Para español, oprima {key}.",
    still_there: "¿Sigue ahí? Dígame, por favor, en qué le puedo ayudar.",
    cannot_hear: "Disculpe, no le oigo. Hable un poco más fuerte, o marque 0 para hablar con una persona.",
    goodbye: "Gracias por llamar. Dios le bendiga. Hasta luego.",
    goodbye_after_silence: "Sigo sin oírle, así que voy a colgar. Vuelva a llamar cuando quiera. Hasta luego.",
    did_not_catch: "Disculpe, no le entendí. ¿Me lo puede repetir?",
    trouble: "Disculpe, ahora mismo no le puedo responder eso. Diga «mensaje» para dejar un mensaje, o marque 0 para hablar con una persona.",
    no_assistant: "En este momento no puedo responder preguntas, pero puedo tomar un mensaje. Diga «mensaje», o marque 0 para hablar con una persona.",
    out_of_time: "Disculpe, se nos acabó el tiempo. Puede volver a llamar cuando quiera. Hasta luego.",
    ask_for_message: "Con mucho gusto. Diga su mensaje, por favor.",
    ask_for_prayer: "Con mucho gusto. ¿Por qué quiere que oremos?",
    message_taken: "Gracias, se lo haré llegar a la iglesia. ¿Algo más?",
    prayer_taken: "Gracias. Vamos a orar por eso. ¿Algo más?",
    connecting: "Un momento, estoy llamando a una persona.",
    nobody_there: "Disculpe, ahora nadie puede atenderle. Diga su mensaje, y alguien le devolverá la llamada.",
    no_person_set: "Ahora no puedo comunicarle con nadie. Diga su mensaje, y alguien le devolverá la llamada.",
    whisper: "Alguien que llamó a {church} quiere hablar con usted. Oprima 1 para tomar la llamada.",
    whisper_by_name: "Alguien que llamó a {church} quiere hablar con usted: {name}. Oprima 1 para tomar la llamada.",
    now_confidential: "Por supuesto. Solo el pastor podrá leer lo que se diga en esta llamada. ¿En qué le puedo ayudar?",
    texts_stopped: "Listo. Ya no recibirá mensajes de texto nuestros. ¿Algo más?",
    texts_were_stopped: "Usted ya no recibe mensajes nuestros; eso ya estaba anotado. ¿Algo más?",
    language_changed: "Ahora le hablo en español. ¿En qué le puedo ayudar?",
    self_harm: "Qué bueno que me lo dijo. Usted no está solo. Llame o mande un texto al 9 8 8 ahora mismo, de día o de noche: alguien le va a escuchar. Si su vida corre peligro, llame al 9 1 1. Ya estoy avisando a alguien de la iglesia.",
    danger: "Si usted u otra persona está en peligro, cuelgue y llame al 9 1 1 ahora mismo. Ya estoy avisando a alguien de la iglesia.",
};
