// Runs beside MathJax in the engine of formulas.py: TeX in, MathML out.
"use strict";

const { mathjax } = MathJax._.mathjax;
const { TeX } = MathJax._.input.tex_ts;
const { STATE } = MathJax._.core.MathItem;
const { SerializedMmlVisitor } = MathJax._.core.MmlTree.SerializedMmlVisitor;

MathJax._.handlers.html_ts.RegisterHTMLHandler(MathJax._.adaptors.liteAdaptor.liteAdaptor());
const visitor = new SerializedMmlVisitor();
let page;

function start(packages, macros) {
  const formatError = (jax, error) => {
    throw error;
  };
  page = mathjax.document("", { InputJax: new TeX({ packages, macros, formatError }) });
}

// Browsers know the spaces around an operator by its sign alone. TeX looks at what stands on both sides: the minus
// of "= -1" is no subtraction. So each operator gets the space that TeX gives it; between letters one is put in.
function space(root) {
  root.setTeXclass(null);
  const own = new Set(); // operators whose space the author has set
  const rows = [];
  root.walkTree((node) => {
    if (node.isKind("mrow") || node.isKind("inferredMrow")) rows.push(node);
    if (!node.isKind("mo")) return;
    if (node.hasSpacingAttributes()) own.add(node);
    else for (const side of ["lspace", "rspace"]) node.attributes.set(side, "0");
  });
  const set = (node, side, width) => own.has(node.coreMO()) || node.coreMO().attributes.set(side, width);
  for (const row of rows) {
    for (let i = 0; i < row.childNodes.length; i++) {
      const node = row.childNodes[i];
      const before = row.childNodes[i - 1];
      const width = node.texSpacing();
      // The space before a row stands before its first child as well; there it is put in.
      const first = node.isKind("mrow") && node.prevClass === node.childNodes[0]?.prevClass;
      if (!width || first || node.isKind("mstyle")) continue;
      if (node.isEmbellished) set(node, "lspace", width);
      else if (before?.isEmbellished) set(before, "rspace", width);
      else row.childNodes.splice(i++, 0, Object.assign(row.factory.create("mspace", { width }), { parent: row }));
    }
  }
}

function convert(tex, display) {
  try {
    const root = page.convert(tex, { display, end: STATE.CONVERT });
    space(root);
    return { mathml: visitor.visitTree(root) };
  } catch (error) {
    return { error: error.message };
  }
}
