import type { components, paths } from "./schema";

/** The API's records under the names that the pages use. All of them are generated from openapi.json. */
type Schemas = components["schemas"];

/** What answers texts by itself: keywords, and the hours in which nobody is there. */
export type Answers = Schemas["AutomaticAnswers"];
export type AnswersInput = Schemas["AnswersInput"];
/** For whom a message is: everyone, groups, or people chosen one by one. */
export type AudienceChoice = Schemas["AudienceChoice"];
export type AudiencePreview = Schemas["AudiencePreview"];
/** What a message would cost, and when the last one would be out. */
export type Estimate = Schemas["Estimate"];
/** The same of those who get it in one language. */
export type TextEstimate = Estimate["texts"][number];
/** The text as one person would get it. */
export type PersonPreview = NonNullable<AudiencePreview["preview_as"]>;
export type PreviewRequest = Schemas["PreviewRequest"];
export type AuditEntry = Schemas["AuditEntry"];
export type Broadcast = Schemas["Broadcast"];
/** What happens on a day of the calendar of reminders. */
export type CalendarEntry = Schemas["CalendarEntry"];
/** A phone call with the church. */
export type Call = Schemas["Call"];
/** A call with all that was said and is to be done. */
export type CallDetails = Schemas["CallDetails"];
/** One side of a turn of a call. */
export type ConversationTurn = Schemas["ConversationTurn"];
/** Something that a caller left or asked for. */
export type FollowUp = Schemas["FollowUp"];
export type Contact = Schemas["Contact"];
export type ContactChange = Schemas["ContactChange"];
export type ContactInput = Schemas["ContactInput"];
export type ContactPage = Schemas["ContactPage"];
/** What somebody says about a message in doubt. */
export type Decision = Schemas["Decision"];
/** One thing of a conversation: a text, a reply, a note, or what somebody did with it. */
export type Entry = Schemas["Entry"];
export type EntryMedia = Schemas["EntryMedia"];
export type EntryMessage = Schemas["EntryMessage"];
export type EntryPage = Schemas["EntryPage"];
export type EntryText = Schemas["EntryText"];
export type Export = Schemas["Export"];
/** One field of a contact, before and after. */
export type FieldChange = Schemas["FieldChange"];
export type Group = Schemas["Group"];
export type GroupChange = Schemas["GroupChange"];
export type GroupInput = Schemas["GroupInput"];
export type GroupRule = Schemas["GroupRule"];
export type GroupSize = Schemas["GroupSize"];
/** What was changed about a contact, and by whom. */
export type HistoryChange = Schemas["HistoryChange"];
export type HistoryMessage = Schemas["HistoryMessage"];
/** One of both is there: a change of the record, or a message. */
export type HistoryItem = Schemas["HistoryItem"];
/** Days on which a reminder can be left out. */
export type Holidays = Schemas["Holidays"];
export type Holiday = Schemas["Holiday"];
export type Import = Schemas["Import"];
export type ImportColumn = Schemas["ImportColumn"];
export type ImportCounts = Schemas["OutcomeCounts"];
/** What a column of a spreadsheet can be. */
export type ImportField = Schemas["ImportField"];
export type ImportRow = Schemas["ImportRow"];
export type ImportStage = Schemas["ImportStage"];
/** Which conversations are asked for. */
export type InboxFilter = NonNullable<
  NonNullable<paths["/api/inbox"]["get"]["parameters"]["query"]>["filter"]
>;
export type Me = Schemas["Me"];
export type Message = Schemas["Message"];
/** What the assistant on the phone is told. */
export type PhoneAssistant = Schemas["PhoneAssistant"];
export type PhoneAssistantInput = Schemas["PhoneAssistantInput"];
export type Voice = Schemas["Voice"];
export type MessageType = Schemas["MessageType"];
export type MessagePage = Schemas["MessagePage"];
export type MessageStatus = Schemas["MessageStatus"];
/** A time at which a reminder is to go out, or is left out. */
export type Occurrence = Schemas["Occurrence"];
/** A time at which a reminder went out, or was missed. */
export type PastOccurrence = Schemas["PastOccurrence"];
export type Problem = Schemas["Problem"];
/** What a message is for, which decides at which hours it goes out. */
export type Purpose = Schemas["Purpose"];
export type Reminder = Schemas["Reminder"];
export type ReminderInput = Schemas["ReminderInput"];
export type Role = Schemas["Role"];
/** When a reminder goes out, without what it says. */
export type ScheduleInput = Schemas["ReminderPreviewInput"];
export type SendRequest = Schemas["SendRequest"];
/** What the church has decided about its texts. */
export type Settings = Schemas["Settings"];
export type SettingsInput = Schemas["SettingsInput"];
export type SkipReason = Schemas["SkipReason"];
/** The money of a month, in millionths of a US dollar. */
export type Spending = Schemas["Spending"];
export type Stats = Schemas["Stats"];
export type StatusCounts = Schemas["StatusCounts"];
/** A message that is kept to be sent again. */
export type Template = Schemas["Template"];
export type TemplateInput = Schemas["TemplateInput"];
export type TestRequest = Schemas["TestRequest"];
/** A number, and everything exchanged with it. */
export type Thread = Schemas["Thread"];
export type ThreadPage = Schemas["ThreadPage"];
/** A text that the model puts into other languages. */
export type Translation = Schemas["Translation"];
/** What came of it in one language. */
export type TranslatedText = Translation["translations"][number];
/** Where a file is to be put, and how. */
export type Upload = Schemas["FileRequest"];
/** Somebody who has used the dashboard. */
export type User = Schemas["User"];
