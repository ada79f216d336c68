// An island is an element with data-island="NAME"; src/islands/NAME.ts mounts it and is loaded only
// where a page has one.

/** What a module of src/islands exports. */
export interface Island {
  mount(element: HTMLElement): void | Promise<void>;
}

const modules = import.meta.glob<Island>("../islands/*.ts");

/** Mount the islands in a part of the page that are not mounted yet. */
export function mountIslands(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-island]:not([data-mounted])")) {
    const load = modules[`../islands/${element.dataset["island"]}.ts`];
    if (!load) continue;
    element.dataset["mounted"] = "yes";
    load()
      .then((island) => island.mount(element))
      .catch((error: unknown) => {
        // the page holds the same in words; say what is missing and go on
        console.error(error);
        element.dataset["mounted"] = "failed";
        const note = element.querySelector<HTMLElement>("[data-failed]");
        if (note) note.hidden = false;
      });
  }
}
