// A table, or a drawing like one, whose cells are one stop for Tab: arrow keys go from cell to cell.

const WAYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

const within = (place, all) => Math.max(0, Math.min(place, all.length - 1));

// `wanted` says which elements of the table are stepped through.
export const grid = (table, wanted) => {
  table.querySelectorAll(wanted).forEach((one, i) => one.setAttribute("tabindex", i ? -1 : 0));
  const stand = (one) => {
    table.querySelectorAll(`${wanted}[tabindex="0"]`).forEach((before) => before.setAttribute("tabindex", -1));
    one.setAttribute("tabindex", 0);
  };
  table.addEventListener("focusin", ({ target }) => target.matches(wanted) && stand(target));
  table.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || !event.target.matches(wanted)) return;
    const lines = [...(table.rows || table.querySelectorAll(".row"))];
    const rows = lines.map((row) => [...row.querySelectorAll(wanted)]).filter((row) => row.length);
    const y = rows.findIndex((row) => row.includes(event.target));
    const row = rows[within(y + way[0], rows)];
    row[within(rows[y].indexOf(event.target) + way[1], row)].focus();
    event.preventDefault();
    event.stopPropagation();
  });
  return table;
};
