import { useMemo } from "react";
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Template, TemplateInput } from "@/api/types";
import { actLater } from "@/components/ui/undo";
import { useApi } from "@/features/session/context";
import { usePutOff } from "@/lib/later";

const listKey = ["templates", "list"] as const;
const templateKey = (id: string): readonly [string, string] => ["templates", id];

/** All templates, by name: they fit on one page. Without those whose deletion can still be undone. */
export function useTemplates() {
  const api = useApi();
  const query = useQuery({
    queryKey: listKey,
    queryFn: () => unwrap(api.GET("/api/templates")),
    staleTime: 30_000,
  });
  const pending = usePutOff();
  const templates = useMemo(
    () => query.data?.items.filter(({ id }) => !pending.has(id)),
    [query.data, pending],
  );
  return { templates, error: query.error, retry: () => void query.refetch() };
}

/** One template; null asks for none. */
export function useTemplate(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: templateKey(id ?? ""),
    queryFn: () => unwrap(api.GET("/api/templates/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== null,
  });
}

/** Reads a template anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadTemplate() {
  const api = useApi();
  const client = useQueryClient();
  return async (id: string): Promise<Template> => {
    const template = await unwrap(api.GET("/api/templates/{id}", { params: { path: { id } } }));
    client.setQueryData(templateKey(id), template);
    return template;
  };
}

export function useAddTemplate() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: TemplateInput) => unwrap(api.POST("/api/templates", { body: input })),
    onSuccess: (template) => {
      rememberTemplate(client, template);
    },
  });
}

export function useChangeTemplate(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, input }: { version: number; input: TemplateInput }) =>
      unwrap(
        api.PUT("/api/templates/{id}", {
          params: { path: { id }, header: { "If-Match": `"${version}"` } },
          body: input,
        }),
      ),
    onSuccess: (template) => {
      rememberTemplate(client, template);
    },
  });
}

function rememberTemplate(client: QueryClient, template: Template): void {
  client.setQueryData(templateKey(template.id), template);
  void client.invalidateQueries({ queryKey: listKey });
}

/** Deletes a template in a way that can be undone for some seconds. */
export function useDeleteTemplate(): (template: Template) => void {
  const api = useApi();
  const client = useQueryClient();
  return ({ id, name }) => {
    actLater({
      id,
      text: (
        <>
          <bdi>{name}</bdi> deleted.
        </>
      ),
      failure: (
        <>
          <bdi>{name}</bdi> was not deleted.
        </>
      ),
      act: async () => {
        await unwrap(api.DELETE("/api/templates/{id}", { params: { path: { id } }, keepalive: true }));
      },
      after: () => client.invalidateQueries({ queryKey: listKey }),
    });
  };
}
