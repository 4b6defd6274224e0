/** How each command is called, and what it does. */
export const USAGES: Readonly<Record<string, string>> = {
  check: `canonry check <system>:<resource>@<dialect> <file…> [--at /pointer] [--json]
  decodes each document, encodes it again and compares; a directory or a glob names many files;
  the system may be the path of a module that exports a pack; exit code 1 if any document fails`,
  coverage: `canonry coverage <system>[:<resource>@<dialect>] [--spec file] [--type name] [--strict] [--json]
  accounts for every field of the official specification: mapped, preserved, ignored or unmapped;
  a file may hold OpenAPI, Swagger, JSON Schema, a GraphQL introspection or a list of fields, and
  --type names the part of it that is meant; with --strict exit code 1 if anything is unmapped`,
  docs: `canonry docs [system…] [--out dir] [--format md|html]
  writes a page per pack: what is kept where, what is lost, what can be changed, what is personal`,
  events: `canonry events [entity…] [--address name]
  prints the AsyncAPI 3.0 document of the canonical events, with the JSON Schemas of the entities`,
  packs: `canonry packs [--json]
  lists packs, resources, dialects and versions`,
}
