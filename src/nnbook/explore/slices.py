"""Which cells of a notebook a cell needs: found by reading the code, from the cell upwards.

A name that is wanted is looked for in the cells above; one that surely binds it ends the search for it, one
that may change it is needed as well. What a function reads, it reads when it is called: these names are
wanted wherever the function is. Reading cannot know all (who changes an array by another name?), so a slice
is a proposal. Whoever uses it compares what it gives with what the whole notebook gives.
"""

import ast
import builtins
import re
from dataclasses import dataclass, field

MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
BINDING = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.Match, ast.AsyncFor, ast.TryStar)


@dataclass
class _Effects:
    """What a cell does to names."""

    named: set = field(default_factory=set)  # reads them, at once
    uses: set = field(default_factory=set)  # reads them before it binds them itself
    binds: set = field(default_factory=set)  # surely
    may: set = field(default_factory=set)  # binds them perhaps, or changes what they name
    passes: set = field(default_factory=set)  # hands them to a call, which may change them
    later: dict = field(default_factory=dict)  # what a name that it binds reads when it is called
    imports: set = field(default_factory=set)

    @property
    def reads(self):
        """The names that it needs from above, those of its own functions that it names included."""
        called = set().union(*(read for name, read in self.later.items() if name in self.named))
        return self.uses | (called - self.binds)


class Notebook:
    """The code cells of a notebook, as they act on names.

    Parameters
    ----------
    sources : sequence of str
        The cells, in order.

    Examples
    --------
    >>> book = Notebook(["a = 1", "b = 2", "def f(): return a", "a = 3", "f() + 1"])
    >>> book.needs(4), book.needs(2)
    ([2, 3], [])
    """

    def __init__(self, sources):
        self._effects = [_effects(source) for source in sources]
        self._imported = set().union(*(effects.imports for effects in self._effects))
        self._later = {}
        for effects in self._effects:
            for name, read in effects.later.items():
                self._later.setdefault(name, set()).update(read)

    def needs(self, index, careful=False, kept=None):
        """Return the numbers of the cells that cell `index` needs to have run before it, in order.

        Parameters
        ----------
        index : int
            The cell.
        careful : bool
            Whether an object handed to a call counts as changed, too.
        kept : dict from int to str
            Cells whose variables are there as data, with the code that still runs: only this needs anything.
        """
        kept = {number: _effects(source).reads for number, source in (kept or {}).items()}
        wanted = self._closed(self._effects[index].reads)
        needed = []
        for number in range(index - 1, -1, -1):
            effects = self._effects[number]
            acts = effects.binds | effects.may | ((effects.passes - self._imported) if careful else set())
            if acts & wanted or effects.imports:  # with them come settings, such as use_style()
                needed.append(number)
                wanted -= effects.binds
                wanted |= self._closed(kept.get(number, effects.reads))
        return needed[::-1]

    def _closed(self, names):
        """Return `names` and what is read when they are called, and so on."""
        closed, new = set(), set(names)
        while new:
            closed |= new
            new = set().union(*(self._later.get(name, set()) for name in new)) - closed
        return closed


def binding(source, names):
    """Return the statements at the top of a cell that define, import or assign one of `names`.

    Parameters
    ----------
    source : str
        The cell.
    names : set of str
        What is wanted.

    Examples
    --------
    >>> binding("a = 1; f = lambda x: a + x; b = f(2)", {"f"})
    'f = lambda x: a + x'
    """
    found = []
    for statement in ast.parse(MAGIC.sub(r"\1pass", source)).body:
        bound = _Names()
        bound.visit(statement)
        if isinstance(statement, BINDING) and bound.bound & names:
            found.append(statement)
    return ast.unparse(ast.Module(found, []))


def _effects(source):
    effects = _Effects()
    if source.lstrip().startswith("%%"):
        return effects
    for statement in ast.parse(MAGIC.sub(r"\1pass", source)).body:
        _follow(statement, effects)
    return effects


def _follow(statement, effects):
    """Add what a statement at the top of a cell does to `effects`."""
    names = _Names()
    names.visit(statement)
    effects.named |= names.read
    effects.uses |= names.read - effects.binds - set(dir(builtins))
    effects.passes |= names.passed
    effects.may |= names.changed
    # A name that a statement may bind may also stay what it was.
    if isinstance(statement, BRANCHES):
        effects.may |= names.bound
        effects.uses |= names.bound - effects.binds
    else:
        effects.binds |= names.bound
    effects.may |= names.bound & names.changed
    if isinstance(statement, ast.Import | ast.ImportFrom):
        effects.imports |= names.bound
    for name in names.bound | names.changed:
        effects.later.setdefault(name, set()).update(names.later)


class _Names(ast.NodeVisitor):
    """Collects the names of a statement by what happens to them."""

    def __init__(self):
        self.read, self.bound, self.changed, self.passed, self.later = set(), set(), set(), set(), set()

    def visit_Name(self, node):
        (self.read if isinstance(node.ctx, ast.Load) else self.bound).add(node.id)

    def visit_Import(self, node):
        self.bound |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}

    visit_ImportFrom = visit_Import  # noqa: N815 (ast calls them so)

    def visit_FunctionDef(self, node):
        self.bound.add(node.name)
        self._inside(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_ClassDef(self, node):
        self.visit_FunctionDef(node)
        for outer in [*node.bases, *(item.value for item in node.keywords)]:
            self.visit(outer)

    def visit_Lambda(self, node):
        self._inside(node)

    def _inside(self, node):
        """Names in a function are read when it is called; its defaults and decorators at once."""
        arguments = getattr(node, "args", None)
        at_once = list(getattr(node, "decorator_list", ()))
        if arguments:
            at_once += [*arguments.defaults, *filter(None, arguments.kw_defaults)]
        for outer in at_once:
            self.visit(outer)
        self.later |= _free(node)

    def visit_comprehension(self, node):
        inner = _Names()
        inner.visit(node.target)
        self.visit(node.iter)
        for condition in node.ifs:
            self.visit(condition)

    def _comprehension(self, node):
        own = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        before = self.read - own
        self.generic_visit(node)
        self.read = (self.read - own) | before

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815

    def visit_AugAssign(self, node):
        self.visit(node.value)
        if root := _root(node.target):
            self.read.add(root)
            self.changed.add(root)
        self.generic_visit(node)

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)

    def visit_Subscript(self, node):
        self._part(node)

    def visit_Attribute(self, node):
        self._part(node)

    def _part(self, node):
        if not isinstance(node.ctx, ast.Load) and (root := _root(node)):
            self.changed.add(root)
        self.generic_visit(node)

    def visit_Expr(self, node):
        """A call whose value nobody takes is there for what it changes."""
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and (root := _root(call.func)):
            self.changed.add(root)
        self.generic_visit(node)

    def visit_Call(self, node):
        roots = [_root(argument) for argument in [*node.args, *(k.value for k in node.keywords)]]
        if isinstance(node.func, ast.Attribute):
            roots.append(_root(node.func))
        self.passed |= {root for root in roots if root}
        self.generic_visit(node)


def _root(node):
    """Return the name that an expression such as ``a.b[0].c`` begins with; None if it begins otherwise."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _free(node):
    """Return the names that a function or class reads and does not bind itself."""
    bound, read, shared = set(), set(), set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            (read if isinstance(inner.ctx, ast.Load) else bound).add(inner.id)
        elif isinstance(inner, ast.arg):
            bound.add(inner.arg)
        elif isinstance(inner, ast.Global):
            shared.update(inner.names)
        elif inner is not node and isinstance(inner, (*SCOPES, ast.ExceptHandler)):
            bound.add(getattr(inner, "name", None))
    return read - (bound - shared) - set(dir(builtins))
