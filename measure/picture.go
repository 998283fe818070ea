package measure

// PictureStyle makes pictures in SVG legible on light and on dark pages. Lines are of the class line and one of c0 to c3.
const PictureStyle = `<style>
svg { --ink: #1b1b1f; --faint: #c9c9d2; --band: #f1f1f5; --page: #ffffff; --a: #1557c0; --b: #c2410c; --c: #15803d; --d: #7e22ce; font: 13px system-ui, sans-serif }
@media (prefers-color-scheme: dark) { svg { --ink: #ececf1; --faint: #4a4a55; --band: #24242b; --page: #16161a; --a: #7db0ff; --b: #ff9a62; --c: #6ee7a0; --d: #d3a6ff } }
text { fill: var(--ink) } .page { fill: var(--page) } .band { fill: var(--band) } .grid { stroke: var(--faint) } .zero { stroke: var(--ink) }
.line { fill: none; stroke-width: 1.5 } .c0 { stroke: var(--a) } .c1 { stroke: var(--b); stroke-dasharray: 5 2 } .c2 { stroke: var(--c); stroke-dasharray: 2 2 } .c3 { stroke: var(--d); stroke-dasharray: 8 3 2 3 }
</style>
`
