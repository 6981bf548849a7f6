// Select2 names its box by the chosen value alone; a reader also needs the label of the field.
// Boxes come when the page is ready and with every row that is added to it.
window.addEventListener("load", () => {
    const name = (box) => {
        const field = box.closest(".select2-container").previousElementSibling;
        const label = field && field.labels && field.labels[0];
        if (label && !box.dataset.isNamed) {
            box.dataset.isNamed = "yes";
            label.id = label.id || `${field.id}_label`;
            box.querySelector(".select2-selection__rendered").setAttribute("aria-labelledby", label.id);
            box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
        }
    };
    // Where several may be chosen, a box to type in stands among those that are.
    const nameSearch = (box) => {
        const field = box.closest(".select2-container").previousElementSibling;
        const label = field && field.labels && field.labels[0];
        // In a row of a table the field says itself what it is.
        const words = label ? label.textContent.trim() : field && field.getAttribute("aria-label");
        if (words && !box.hasAttribute("aria-label")) {
            box.setAttribute("aria-label", words);
        }
    };
    const nameAll = () => {
        document.querySelectorAll(".select2-selection[role=combobox]").forEach(name);
        document.querySelectorAll(".select2-selection .select2-search__field").forEach(nameSearch);
    };
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
    nameAll();
});

// The theme shows the name of a chosen file in a box beside its own file fields and looks for that
// box beside every other one too: those are marked as known before it starts.
document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[type=file]")) {
        const frame = input.parentNode.parentNode.parentNode;
        input.hasChangeListener = !frame.querySelector("input[type=text]");
    }
});

// The groups of the side bar open by a click on their heading, which the keyboard cannot reach.
document.addEventListener("DOMContentLoaded", () => {
    for (const heading of document.querySelectorAll("#nav-sidebar-apps h2.cursor-pointer")) {
        const entries = heading.nextElementSibling;
        const tell = () => heading.setAttribute("aria-expanded", entries.style.display !== "none");
        heading.setAttribute("role", "button");
        heading.tabIndex = 0;
        heading.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                heading.click();
            }
        });
        new MutationObserver(tell).observe(entries, { attributes: true });
        tell();
    }
});
