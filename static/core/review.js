// The review queue by keyboard: Enter passes the open record, J and K turn to its neighbours.
document.addEventListener("DOMContentLoaded", () => {
    const pass = document.querySelector("button[value=pass]");
    const tickAll = document.querySelector("[data-tick-all]");
    const open = document.querySelector(".review-list .is-open");
    const BUSY = "a, button, input, select, textarea, summary";

    const follow = (step) => {
        const link = document.querySelector(`[data-step=${step}]`);
        if (link) {
            link.click();
        }
    };

    document.addEventListener("keydown", (event) => {
        const isTyping = event.target.closest && event.target.closest(BUSY);
        if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        if (event.key === "Enter" && pass) {
            event.preventDefault();
            pass.click();
        } else if (event.key === "j" || event.key === "J") {
            follow("following");
        } else if (event.key === "k" || event.key === "K") {
            follow("previous");
        }
    });

    // One press, one record: the button is closed while the answer is on its way.
    for (const form of document.querySelectorAll(".review-acts form")) {
        form.addEventListener("submit", (event) => {
            if (form.dataset.isSent) {
                event.preventDefault();
            }
            form.dataset.isSent = "yes";
        });
    }
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll(".review-acts form")) {
            delete form.dataset.isSent;
        }
    });

    const back = document.querySelector(".review-return");
    const makeRoom = () => {
        back.parentElement.classList.toggle("is-returning", back.open);
        if (back.open) {
            back.scrollIntoView({ block: "nearest" });
        }
    };
    if (back) {
        back.addEventListener("toggle", makeRoom);
        makeRoom();
    }

    if (tickAll) {
        tickAll.addEventListener("change", () => {
            for (const box of document.querySelectorAll(".review-list input[name=chosen]")) {
                box.checked = tickAll.checked;
            }
        });
    }
    if (open) {
        open.scrollIntoView({ block: "nearest" });
    }
});
