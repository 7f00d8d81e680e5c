import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";

describe("writing", () => {
  it("puts a field where the writing is, and shows it filled for a reader", async () => {
    world(3);
    const { user } = openPage("/messages/new");
    const field = await screen.findByLabelText<HTMLTextAreaElement>("Message");
    await user.type(field, "Hi , dinner is at 6.");
    field.setSelectionRange(3, 3);
    await user.click(screen.getByRole("button", { name: "First name" }));
    expect(field).toHaveValue("Hi {first_name|friend}, dinner is at 6.");
    expect(screen.getByText("Hi Ruth, dinner is at 6.")).toBeVisible();
    expect(screen.getByText("about 1 part · 136 left")).toBeVisible();
    await waitFor(() => {
      expect(field.selectionStart).toBe(22);
    });
  });

  it("counts the parts, and offers plain characters where they save some", async () => {
    world(3);
    const { user } = openPage("/messages/new");
    const field = await screen.findByLabelText("Message");
    expect(screen.getByText("160 characters fit in one part")).toBeVisible();
    await user.click(field);
    await user.paste(`We’ll meet. ${"a".repeat(100)}`);
    expect(screen.getByText("2 parts · 22 left")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use plain ones, and save 1 part for each person" }));
    expect(field).toHaveValue(`We'll meet. ${"a".repeat(100)}`);
    expect(screen.getByText("1 part · 48 left")).toBeVisible();
    expect(screen.queryByRole("button", { name: /Use plain ones/ })).not.toBeInTheDocument();
  });

  it("is scheduled for the time that was chosen, and not for one that is over", async () => {
    const sent = world(3);
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.selectOptions(screen.getByLabelText("When"), "At a time");
    await user.click(await screen.findByRole("button", { name: "Schedule for 3 people" }));
    expect(screen.getByText("Choose a day and a time, or send it now.")).toBeVisible();
    fireEvent.change(screen.getByLabelText("Day and time"), { target: { value: "2020-11-29T09:00" } });
    await user.click(screen.getByRole("button", { name: "Schedule for 3 people" }));
    expect(screen.getByText("This time is over. Choose a later one, or send it now.")).toBeVisible();
    expect(sent).toHaveLength(0);

    const next = new Date(Date.now() + 86_400_000).getFullYear() + 1;
    fireEvent.change(screen.getByLabelText("Day and time"), { target: { value: `${next}-01-01T09:00` } });
    await user.click(screen.getByRole("button", { name: "Schedule for 3 people" }));
    await waitFor(() => {
      expect(sent[0]?.body.scheduled_at).toBe(new Date(next, 0, 1, 9).toISOString());
    });
  });

  it("asks for the number of people before an emergency, however few they are", async () => {
    const sent = world(3);
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "The road is flooded.");
    await user.selectOptions(screen.getByLabelText("What is it for"), "Emergency");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    const dialog = within(screen.getByRole("dialog", { name: "Text 3 people now?" }));
    expect(dialog.getByText(/goes out at any hour/)).toBeVisible();
    expect(sent).toHaveLength(0);
    await user.type(dialog.getByLabelText("Type 3 to be sure"), "3");
    await user.click(dialog.getByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(sent.map(({ body }) => [body.purpose, body.confirm_emergency])).toEqual([["emergency", true]]);
    });
  });
});
