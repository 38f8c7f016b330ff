roadmap-summary = The whole roadmap: look around, mark, skip, jump
roadmap-title = **{ $roadmap }**: { $done } of { $total ->
    [one] one item
   *[other] { $total } items
} done
roadmap-pick = Pick a phase to look inside.
roadmap-node = **{ $node }** · { $stated ->
    [yes] { $time }
   *[no] about { $time }
}
roadmap-node-untimed = **{ $node }**
roadmap-leaf = { $mark } **{ $node }**
roadmap-up = Up
roadmap-today = Today's step
roadmap-jump = Study from here
roadmap-jumped = You'll go on from here. What you skipped over stays open.
roadmap-done-node = I know all of it
roadmap-skip-node = Skip all of it
roadmap-do-leaf = ☐ To do
roadmap-start-leaf = 🔥 Started
roadmap-done-leaf = ✅ Done
roadmap-skip-leaf = ⏭ Skip
