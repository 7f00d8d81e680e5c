import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { ButtonLink } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { AnswersPage } from "@/features/answers/answers-page";
import { AuditPage } from "@/features/audit/audit-page";
import { CallPage } from "@/features/calls/call-page";
import { CallsPage } from "@/features/calls/calls-page";
import { ContactsPage } from "@/features/contacts/contacts-page";
import { GroupPage } from "@/features/groups/group-page";
import { GroupsPage } from "@/features/groups/groups-page";
import { NewGroupPage } from "@/features/groups/new-group-page";
import { HomePage } from "@/features/home/home-page";
import { ImportPage } from "@/features/imports/import-page";
import { ImportsPage } from "@/features/imports/imports-page";
import { BroadcastPage } from "@/features/messages/broadcast-page";
import { ComposePage } from "@/features/messages/compose-page";
import { InboxPage } from "@/features/inbox/inbox-page";
import { MessagesPage } from "@/features/messages/messages-page";
import { EditReminderPage } from "@/features/reminders/edit-reminder-page";
import { NewReminderPage } from "@/features/reminders/new-reminder-page";
import { ReminderPage } from "@/features/reminders/reminder-page";
import { RemindersPage } from "@/features/reminders/reminders-page";
import { ReviewsPage } from "@/features/reviews/reviews-page";
import { PhoneAssistantPage } from "@/features/phone-assistant/phone-assistant-page";
import { SettingsPage } from "@/features/settings/settings-page";
import { NewTemplatePage } from "@/features/templates/new-template-page";
import { TemplatePage } from "@/features/templates/template-page";
import { TemplatesPage } from "@/features/templates/templates-page";
import { MorePage } from "./more-page";

/** Every address of the dashboard, on one screen. */
export function Routes(): ReactNode {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/messages">
        <MessagesPage />
      </Route>
      <Route path="/messages/new">
        <ComposePage />
      </Route>
      <Route path="/messages/reviews">
        <ReviewsPage />
      </Route>
      <Route path="/messages/templates">
        <TemplatesPage />
      </Route>
      <Route path="/messages/templates/new">
        <NewTemplatePage />
      </Route>
      <Route path="/messages/templates/:id">{({ id }) => <TemplatePage key={id} id={id} />}</Route>
      <Route path="/messages/:id">{({ id }) => <BroadcastPage key={id} id={id} />}</Route>
      <Route path="/inbox">
        <InboxPage openId={null} />
      </Route>
      <Route path="/inbox/:id">{({ id }) => <InboxPage openId={id} />}</Route>
      <Route path="/reminders">
        <RemindersPage />
      </Route>
      <Route path="/reminders/new">
        <NewReminderPage />
      </Route>
      <Route path="/reminders/:id">{({ id }) => <ReminderPage key={id} id={id} />}</Route>
      <Route path="/reminders/:id/edit">{({ id }) => <EditReminderPage key={id} id={id} />}</Route>
      <Route path="/contacts">
        <ContactsPage open={{ kind: "none" }} />
      </Route>
      <Route path="/contacts/new">
        <ContactsPage open={{ kind: "new" }} />
      </Route>
      <Route path="/contacts/groups">
        <GroupsPage />
      </Route>
      <Route path="/contacts/groups/new">
        <NewGroupPage />
      </Route>
      <Route path="/contacts/groups/:id">{({ id }) => <GroupPage key={id} id={id} />}</Route>
      <Route path="/contacts/import">
        <ImportsPage />
      </Route>
      <Route path="/contacts/import/:id">{({ id }) => <ImportPage key={id} id={id} />}</Route>
      <Route path="/contacts/:id">{({ id }) => <ContactsPage open={{ kind: "contact", id }} />}</Route>
      <Route path="/contacts/:id/edit">{({ id }) => <ContactsPage open={{ kind: "edit", id }} />}</Route>
      <Route path="/calls">
        <CallsPage />
      </Route>
      <Route path="/calls/:id">{({ id }) => <CallPage key={id} id={id} />}</Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route path="/settings/answers">
        <AnswersPage />
      </Route>
      <Route path="/settings/phone">
        <PhoneAssistantPage />
      </Route>
      <Route path="/settings/audit">
        <AuditPage />
      </Route>
      <Route path="/more">
        <MorePage />
      </Route>
      <Route>
        <Page title="Not found" headline="There is no page at this address.">
          <ButtonLink href="/">Go home</ButtonLink>
        </Page>
      </Route>
    </Switch>
  );
}
