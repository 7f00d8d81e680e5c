use domain::PhoneNumber;
use domain::directory::DirectoryList;
use jiff::Timestamp;

use super::*;

#[test]
fn a_sample_key_of_each_item() {
    let contact = ContactId::new(Timestamp::UNIX_EPOCH, 1);
    let broadcast = BroadcastId::new(Timestamp::UNIX_EPOCH, 2);
    let reminder = ReminderId::new(Timestamp::UNIX_EPOCH, 8);
    let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
    let message = MessageId::for_phone(broadcast, &phone);
    let thread = ThreadId::for_sender(phone.as_str());
    let entry = ThreadEntryId::new(Timestamp::UNIX_EPOCH, 8);
    let translation = TranslationId::new(Timestamp::UNIX_EPOCH, 8);
    let call = CallId::new(Timestamp::UNIX_EPOCH, 8);
    let follow_up = FollowUpId::new(Timestamp::UNIX_EPOCH, 9);
    let keys = [
        Key::contact(contact),
        Key::directory_entry(&DirectoryEntry {
            list: DirectoryList::Words('r'),
            position: format!("ruth\u{1}ruth okafor\u{1}{contact}"),
        }),
        Key::change(contact, ChangeId::new(Timestamp::UNIX_EPOCH, 3)),
        Key::deletion(contact),
        Key::group(GroupId::new(Timestamp::UNIX_EPOCH, 4)),
        Key::opt_out(&phone),
        Key::call_opt_out(&phone),
        Key::call_places(),
        Key::opt_out_change(&phone, OptOutId::new(Timestamp::UNIX_EPOCH, 7)),
        Key::thread(thread),
        Key::thread_entry(thread, entry),
        Key::received_text(thread, "SM5f2b"),
        Key::automatic_answer(thread),
        Key::thread_place(ThreadList::Unread, entry),
        Key::automatic_answers(),
        Key::user("c4f814e8"),
        Key::import(ImportId::new(Timestamp::UNIX_EPOCH, 5)),
        Key::export(ExportId::new(Timestamp::UNIX_EPOCH, 6)),
        Key::directory_lock(),
        Key::broadcast(broadcast),
        Key::message(message),
        Key::review(message),
        Key::reminder(reminder),
        Key::occurrence(reminder, Date::constant(2026, 3, 8)),
        Key::holidays(),
        Key::settings(),
        Key::budget(YearMonth::parse("2026-11").expect("a month")),
        Key::reservation(broadcast.into()),
        Key::translation(translation),
        Key::translated(translation, &LanguageTag::english()),
        Key::sender(),
        Key::call(call),
        Key::turn(call, 7),
        Key::call_sid("CA5f2b"),
        Key::call_with(&phone, call),
        Key::call_count(Date::constant(2026, 11, 26)),
        Key::follow_up(follow_up),
        Key::follow_up_place(false, follow_up),
        Key::follow_up_place(true, follow_up),
        Key::follow_up_of(call, follow_up),
        Key::assistant_settings(),
        Key::template(TemplateId::new(Timestamp::UNIX_EPOCH, 8)),
        Key::audit_entry(AuditId::new(Timestamp::UNIX_EPOCH, 9)),
        Key::idempotency("5f2b"),
        Key::statistics(),
    ];
    let lines: Vec<String> = keys
        .iter()
        .map(|key| format!("{} | {}", key.pk, key.sk.replace('\u{1}', "<1>")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    contacts | con_00000000000000000000000001
    directory#words#r | ruth<1>ruth okafor<1>con_00000000000000000000000001
    changes#con_00000000000000000000000001 | chg_00000000000000000000000003
    deletions | con_00000000000000000000000001
    groups | grp_00000000000000000000000004
    opt-out#+12125550123 | opt-out
    opt-out#+12125550123 | calls
    sender | call-places
    opt-out#+12125550123 | opt_00000000000000000000000007
    thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | thread
    thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | ent_00000000000000000000000008
    thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | text#SM5f2b
    thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | automatic-answer
    inbox#unread | ent_00000000000000000000000008
    automatic-answers | automatic-answers
    users | c4f814e8
    imports | imp_00000000000000000000000005
    exports | exp_00000000000000000000000006
    directory-lock | directory-lock
    broadcasts | brc_00000000000000000000000002
    messages#brc_00000000000000000000000002#2 | msg_000000000000000000000000025A8N6EPP5XA03GNN
    reviews | msg_000000000000000000000000025A8N6EPP5XA03GNN
    reminders | rem_00000000000000000000000008
    occurrences#rem_00000000000000000000000008 | 2026-03-08
    holidays | holidays
    settings | settings
    budgets | 2026-11
    reservations | brc_00000000000000000000000002
    translations#trn_00000000000000000000000008 | translation
    translations#trn_00000000000000000000000008 | language#en
    sender | sender
    calls | cal_00000000000000000000000008
    call#cal_00000000000000000000000008 | turn#00007
    call-sid#CA5f2b | call-sid
    caller#+12125550123 | cal_00000000000000000000000008
    call-counts | 2026-11-26
    follow-ups | fol_00000000000000000000000009
    follow-ups#open | fol_00000000000000000000000009
    follow-ups#done | fol_00000000000000000000000009
    call#cal_00000000000000000000000008 | fol_00000000000000000000000009
    assistant | assistant
    templates | tpl_00000000000000000000000008
    audit | aud_00000000000000000000000009
    idempotency#5f2b | idempotency
    statistics | statistics
    ");
}
