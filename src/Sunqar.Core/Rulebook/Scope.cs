namespace Sunqar.Core.Rulebook;

/// <summary>The parameters and <c>let</c>s that a rule sees: its own and the rulebook's. Each is bound once, when it is first asked
/// for.</summary>
internal sealed class Scope
{
    private const int DefinitionsMax = 1_000;
    private readonly Scope? _outer;
    private readonly Dictionary<string, Func<Binder, Typed>> _definitions = [];
    private readonly Dictionary<string, Typed> _bound = [];
    private readonly HashSet<string> _underway = [];
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, Place> _places = [];

    public Scope(WindowCollector collector, Scope? outer = null)
    {
        _outer = outer;
        Binder = new Binder(this, collector);
    }

    /// <summary>Binds what is written in this scope.</summary>
    public Binder Binder { get; }

    public IEnumerable<string> Names => _definitions.Keys.Concat(_outer?.Names ?? []);

    /// <summary>Definitions that nothing asked for, with their places.</summary>
    public IEnumerable<(string Name, Place Place)> Unused => _places.Where(p => !_used.Contains(p.Key)).Select(p => (p.Key, p.Value));

    /// <exception cref="RulebookFaultException">The name is taken.</exception>
    public void Add(IEnumerable<ParameterSyntax> parameters, IEnumerable<LetSyntax> lets)
    {
        foreach (var parameter in parameters)
        {
            Define(parameter.Name, parameter.Place, binder => binder.Parameter(parameter));
        }
        foreach (var let in lets)
        {
            Define(let.Name, let.Place, binder => binder.Bind(let.Value));
        }
    }

    /// <summary>What a name stands for here, or null.</summary>
    public Typed? Find(NameNode node)
    {
        if (!_definitions.TryGetValue(node.Name, out var definition))
        {
            return _outer?.Find(node);
        }
        _used.Add(node.Name);
        if (_bound.TryGetValue(node.Name, out var bound))
        {
            return bound;
        }
        if (!_underway.Add(node.Name))
        {
            throw Binder.Fault(node, $"'{node.Name}' is defined by itself.");
        }
        bound = definition(Binder);
        _underway.Remove(node.Name);
        return _bound[node.Name] = bound;
    }

    private bool Has(string name) => _definitions.ContainsKey(name) || (_outer?.Has(name) ?? false);

    private void Define(string name, Place place, Func<Binder, Typed> definition)
    {
        if (Vocabulary.Fields.ContainsKey(name) || Has(name))
        {
            throw new RulebookFaultException(place, $"'{name}' is already the name of something else.");
        }
        if (_definitions.Count == DefinitionsMax)
        {
            throw new RulebookFaultException(place, $"A rulebook, and a rule of it, defines at most {DefinitionsMax} names.");
        }
        _definitions[name] = definition;
        _places[name] = place;
    }
}
