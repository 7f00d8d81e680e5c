//! The small words of the languages in Latin letters, and the letters that tell the two ways of writing Chinese apart.

use crate::shipped_language::ShippedLanguage;

/// The words of one language, separated by spaces, in small letters; accents may be left out by whoever writes them,
/// but where they are written they have to be these.
pub(super) struct KnownWords {
    pub(super) language: ShippedLanguage,
    pub(super) words: &'static str,
    /// The same without accents.
    pub(super) plain: &'static str,
}

impl KnownWords {
    /// Whether it is one of them, as it is written, or without accents where it has none.
    pub(super) fn has(&self, written: &str, plain: &str) -> bool {
        let is_in =
            |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
        is_in(self.words, written) || (written == plain && is_in(self.plain, plain))
    }
}

pub(super) static LATIN: [KnownWords; 7] = [
    KnownWords {
        language: ShippedLanguage::English,
        words: "the a an and or but if of to in on at for with from by about is are was were be been am im its thats \
                do does did dont doesnt didnt have has had having i you he she it we they my your his her our their \
                me him us them this that these those there here what when where who why how which can could will \
                would should may might must not no yes please thank thanks want need like know think get got going \
                go come coming church service sunday pray prayer praying pastor time today tomorrow tonight week \
                morning evening speak talk someone somebody anything something everyone because just very much more \
                some any all id ill ive youre hes shes were theyre hello call called calling leave help tell told \
                said say any as so up out who whats wheres whens start starts open kids children mother father \
                english message family been week next last",
        plain: "",
    },
    KnownWords {
        language: ShippedLanguage::Spanish,
        words: "el la los las un una unos unas y o pero si de del al en con por para sin sobre es son está están estoy \
                soy fue era ser estar hay tengo tiene tienen quiero quiere quisiera puedo puede pueden necesito \
                necesita me te se nos le les lo mi mis tu su sus nuestro nuestra yo usted ustedes ella ellos ellas \
                nosotros este esta esto ese esa eso aquí allí qué cuándo cuánto dónde quién cómo cuál por qué que \
                como cuando donde no sí muy más también ya hoy mañana noche tarde domingo iglesia misa culto oración \
                oren orar oremos pastor padre gracias favor hola buenos buenas días hablar hablo habla español \
                alguien algo nada todo todos horas hora mensaje llamar llamo ayuda hijo hija mamá esposo esposa \
                familia porque hace va voy vamos a pueda dejar saber iglesia niños",
        plain: "esta estan aqui alli que cuando cuanto donde quien como cual si mas tambien manana oracion dias \
                espanol mama ninos",
    },
    KnownWords {
        language: ShippedLanguage::French,
        words: "le la les un une des du de et ou mais si est sont suis était être avoir ai as a avons avez ont jai \
                cest quest ce cet cette ces ça je tu il elle on nous vous ils elles mon ma mes ton ta tes son sa ses \
                notre nos votre vos leur leurs me te se lui moi toi en dans sur sous avec pour par sans chez au aux \
                qui que quoi quand où comment pourquoi quel quelle quelles quels ne pas plus jamais rien très bien \
                aussi oui non merci bonjour bonsoir sil plaît voudrais veux peux peut pouvez puis faut fait \
                dimanche église messe culte prière prier priez pasteur prêtre heure heures aujourdhui demain soir \
                matin parler parle français quelquun quelque message appelle appeler aide jaimerais mère père \
                famille lheure léglise lundi mardi jeudi vendredi samedi nest nai estce y dune dun laisser savoir \
                enfants commence",
        plain: "etait etre ca ou tres plait eglise priere pretre francais mere pere leglise",
    },
    KnownWords {
        language: ShippedLanguage::Portuguese,
        words: "o a os as um uma uns umas e ou mas se de do da dos das no na nos nas em com por para pra pro sem sobre \
                é são está estão estou sou foi era ser estar há tem tenho têm quero quer queria posso pode podem \
                preciso precisa me te lhe meu minha meus minhas seu sua seus suas nosso nossa eu você vocês ele ela \
                eles elas nós este esta isto esse essa isso aqui ali lá que quê quando quanto onde quem como qual \
                não sim muito mais também já hoje amanhã noite tarde domingo igreja missa culto oração orem orar \
                pastor padre obrigado obrigada favor oi olá bom boa dia falar falo fala português alguém algo nada \
                tudo todos horas hora mensagem recado ligar liguei ajuda filho filha mãe pai marido família porque \
                vai vou vamos ao à às pelo pela começa gostaria deixar saber crianças num numa",
        plain: "e sao esta estao ha tem voce voces nos la que nao tambem ja amanha oracao ola portugues alguem mae \
                familia as comeca criancas",
    },
    KnownWords {
        language: ShippedLanguage::Vietnamese,
        words: "tôi con em anh chị cô chú bác ông bà mình chúng ta là và của có không được cho với trong ngoài trên \
                dưới ở đến đi về từ này kia đó đây gì nào ai đâu bao giờ mấy khi lúc sao thế vì nên thì mà nhưng \
                hay hoặc nếu cũng rất quá lắm nữa rồi đã đang sẽ muốn cần phải biết nói gọi xin vui lòng cảm ơn \
                chào dạ vâng ạ nhà thờ lễ chúa nhật cầu nguyện mục sư cha hôm nay ngày mai tối sáng chiều tiếng \
                việt nhắn tin giúp một hai ba người gia đình mẹ bố các những thánh hội hỏi nghe để làm bệnh bị \
                chủ thứ tuần mấy chỗ lời",
        plain: "toi khong duoc cua voi trong ngoai nay gi nao bao gio nhung muon phai biet noi goi vui long chao \
                nha tho nhat cau nguyen muc hom ngay toi sang chieu tieng viet giup nguoi dinh chung minh roi dang \
                cam xin hoi thanh nhan lam",
    },
    KnownWords {
        language: ShippedLanguage::Filipino,
        words: "ang ng mga sa si ni kay sina nina na at o pero kung kapag dahil para po opo ho ako ikaw ka siya kami \
                tayo kayo sila ko mo niya namin natin ninyo nila akin iyo kanya amin atin inyo kanila ito iyan iyon \
                nito niyan noon dito diyan doon ano anong sino kailan saan paano bakit ilan alin hindi oo wala \
                walang meron mayroon may gusto gustong kailangan pwede puwede maaari lang lamang din rin naman ba \
                pa nga daw raw yata sana salamat kumusta magandang umaga hapon gabi linggo simbahan misa panalangin \
                dasal ipagdasal pastor bukas ngayon oras mensahe tulong anak nanay tatay asawa pamilya makausap \
                magsalita tagalog mag makipag iwan mag-iwan paki pakiusap yung nung mamaya tao nasa",
        plain: "",
    },
    KnownWords {
        language: ShippedLanguage::HaitianCreole,
        words: "mwen m ou li nou yo se te ap pral va ta pa gen genyen nan ak avèk pou sou anba anndan lakay nan ki \
                kisa kilè kote kijan poukisa konbyen sa sila la a an lan yon kèk tout anpil ti gwo bon mal wi non \
                tanpri souple silvouplè mèsi bonjou bonswa alo vle bezwen kapab ka konnen fè ale vini di pale rele \
                legliz lamès priye lapriyè pastè dimanch jodi demen aswè maten kreyòl mesaj manman papa pitit moun \
                fanmi mari madanm èd ede ankò kite sèvis lè kòmanse mwenmenm eske èske nou pou yo bondye jezi granmoun",
        plain: "avek kile kek silvouple mesi fe lames lapriye paste aswe kreyol ed anko sevis komanse le",
    },
];

/// Letters of everyday speech that only the simplified way of writing has.
pub(super) const SIMPLIFIED_LETTERS: &str = "们这个来说话国会时问为吗对谢请讲电网给没点么过还让开关几礼员务钟见长头门间听觉认识谁爱圣经诗赞师妈儿\
     亲体医岁庆华语学书热车东两进远边实样从应该别气导诉现当动乐机场单总简灵荣稣难离变报纪约张陈刘杨条双发\
     欢乡";

/// The same of the traditional one.
pub(super) const TRADITIONAL_LETTERS: &str = "們這個來說話國會時問為嗎對謝請講電網給沒點麼過還讓開關幾禮員務鐘見長頭門間聽覺認識誰愛聖經詩讚師媽兒\
     親體醫歲慶華語學書熱車東兩進遠邊實樣從應該別氣導訴現當動樂機場單總簡靈榮穌難離變報紀約張陳劉楊條雙發\
     歡鄉";
