// Select2 names its box by the chosen value alone; a reader also needs the label of the field.
window.addEventListener("load", () => {
    for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
        const field = box.closest(".select2-container").previousElementSibling;
        const label = field && field.labels && field.labels[0];
        if (label) {
            label.id = label.id || `${field.id}_label`;
            box.querySelector(".select2-selection__rendered").setAttribute("aria-labelledby", label.id);
            box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
        }
    }
});
