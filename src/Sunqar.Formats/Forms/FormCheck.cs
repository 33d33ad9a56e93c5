using System.Globalization;
using System.Xml;

namespace Sunqar.Formats.Forms;

/// <summary>Holds a document against its layout: all faults at once, each with the place in the form.</summary>
public sealed class FormCheck
{
    /// <summary>Faults that one check tells at most.</summary>
    public const int FaultsMax = 1_000;

    private readonly FormLayout _layout;
    private readonly FormMessage _message;
    private readonly FormNode _root;
    private readonly List<FormFault> _faults = [];
    private readonly Dictionary<string, List<(FormNode Node, string Place)>> _stands = new(StringComparer.Ordinal);

    private FormCheck(FormLayout layout, FormMessage message, FormNode root) => (_layout, _message, _root) = (layout, message, root);

    /// <summary>Empty where the document is as the layout says.</summary>
    public static IReadOnlyList<FormFault> Of(FormLayout layout, FormMessage message, FormNode root)
    {
        var check = new FormCheck(layout, message, root);
        var first = message.Fields[0].Path.Split('/')[0];
        if (root.Name != first)
            return [new FormFault(first, "the document is another one", $"an element {first}", "-")];
        check.Node(root, first, first);
        foreach (var rule in message.Rules)
            check.Rule(rule);
        return [.. check._faults.Take(FaultsMax)];
    }

    private void Node(FormNode node, string path, string place)
    {
        if (_faults.Count >= FaultsMax)
            return;
        if (!_stands.TryGetValue(path, out var list))
            _stands[path] = list = [];
        list.Add((node, place));
        if (_message.Find(path) is { } field)
            Value(field, node.Text, place);
        foreach (var (name, value) in node.Attributes)
        {
            if (_message.Find($"{path}/@{name}") is { } attribute)
                Value(attribute, value, $"{place}/@{name}");
            else if (_layout.IsClosed)
                _faults.Add(new FormFault($"{place}/@{name}", "the form has no such attribute", "what the layout names", "-"));
        }
        foreach (var part in _message.Parts(path))
            Presence(part, node, place);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var several = node.Children.GroupBy(child => child.Name).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
        foreach (var child in node.Children)
        {
            var count = counts[child.Name] = counts.GetValueOrDefault(child.Name) + 1;
            var below = $"{path}/{child.Name}";
            var known = _message.Find(below);
            var at = Place($"{place}/{child.Name}", known?.Repeats == true || several.Contains(child.Name), count);
            if (known is null && _layout.IsClosed)
                _faults.Add(new FormFault(at, "the form has no such element", "what the layout names", "-"));
            else
                Node(child, below, at);
        }
    }

    private static string Place(string path, bool isNumbered, int count) =>
        isNumbered ? string.Create(CultureInfo.InvariantCulture, $"{path}[{count}]") : path;

    private void Presence(FormField part, FormNode node, string place)
    {
        var count = part.Name.StartsWith('@')
            ? node.Attributes.Count(one => one.Name == part.Name[1..])
            : node.Children.Count(child => child.Name == part.Name);
        if (count == 0 && (part.Presence is FieldPresence.Once or FieldPresence.OnceOrMore))
            _faults.Add(new FormFault($"{place}/{part.Name}", "it is missing", part.Expected, part.Item));
        if (count > 1 && !part.Repeats)
            _faults.Add(new FormFault(Place($"{place}/{part.Name}", true, 2), "it stands twice", "one of it", part.Item));
    }

    private void Value(FormField field, string text, string place)
    {
        var reason =
            text.Length == 0 ? (field.IsGroup || field.MayBeEmpty ? null : "nothing stands here")
            : text.Length > field.Max && !field.IsGroup ? $"it has {text.Length} characters"
            : text.AsSpan().IndexOfAny(_layout.Forbidden) >= 0 ? "it holds a character that the form forbids"
            : !IsXml(text) ? "it holds a character that is no text"
            : field.List is { } list ? (list.Has(text) ? null : "it is none of the codes")
            : field.Kind.Fits(text) ? null
            : field.IsGroup ? "no text belongs here"
            : "it is written otherwise";
        if (reason is not null)
            _faults.Add(new FormFault(place, reason, field.Expected, field.Item));
    }

    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\n' or '\t')))
                return false;
        }
        return true;
    }

    private void Rule(FormRule rule)
    {
        foreach (var (node, place) in _stands.GetValueOrDefault(rule.Context, []))
        {
            if (rule.When is { } when && rule.Values.Contains(Answer(node, when) ?? "") == rule.Not)
                continue;
            var asked = rule.Kind switch
            {
                FormRuleKind.Present => rule.Targets.Where(target => !Stands(node, rule.Context, target)),
                FormRuleKind.Absent => rule.Targets.Where(target => Stands(node, rule.Context, target)),
                _ => rule.Targets.Any(target => Stands(node, rule.Context, target)) ? [] : rule.Targets.Take(1),
            };
            foreach (var target in asked)
            {
                if (_faults.Count < FaultsMax)
                    _faults.Add(Fault(rule, target, place));
            }
        }
    }

    private FormFault Fault(FormRule rule, string target, string place)
    {
        var field = _message.Find($"{rule.Context}/{target}");
        var item = field?.Item ?? "-";
        return rule.Kind switch
        {
            FormRuleKind.Present => new FormFault($"{place}/{target}", $"it is missing: {rule.Why}", field?.Expected ?? "it", item),
            FormRuleKind.Absent => new FormFault($"{place}/{target}", $"it may not stand here: {rule.Why}", "nothing", item),
            _ => new FormFault(place, $"something is missing: {rule.Why}", "one of " + string.Join(", ", rule.Targets), item),
        };
    }

    /// <summary>Whether something stands at a path: a group, a text, an attribute. An element left empty says nothing.</summary>
    private bool Stands(FormNode node, string context, string target)
    {
        var steps = target.Split('/');
        if (steps[^1].StartsWith('@'))
            return node.Find(target) is { Length: > 0 };
        IEnumerable<FormNode> at = [node];
        foreach (var step in steps)
            at = at.SelectMany(one => one.Children).Where(child => child.Name == step);
        return _message.Find($"{context}/{target}") is { IsGroup: true }
            ? at.Any()
            : at.Any(one => one.Text.Length > 0 || one.Children.Count > 0);
    }

    private string? Answer(FormNode node, string when) =>
        when.StartsWith(_root.Name + "/", StringComparison.Ordinal) ? _root.Find(when[(_root.Name.Length + 1)..]) : node.Find(when);
}
