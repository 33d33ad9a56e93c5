using Sunqar.Formats.Forms;

namespace Sunqar.Tests.Reports;

/// <summary>A form that can be changed at will, as tests do.</summary>
internal sealed class Sheet(string name)
{
    public string Name { get; } = name;

    public string Text { get; set; } = "";

    public List<(string Name, string Value)> Attributes { get; } = [];

    public List<Sheet> Parts { get; } = [];

    public FormNode Node() => new(Name, Text, [.. Attributes], [.. Parts.Select(part => part.Node())]);

    public static Sheet Of(FormNode node)
    {
        var sheet = new Sheet(node.Name) { Text = node.Text };
        sheet.Attributes.AddRange(node.Attributes);
        sheet.Parts.AddRange(node.Children.Select(Of));
        return sheet;
    }

    /// <summary>All that it says, a line a text.</summary>
    public IEnumerable<string> Lines() =>
        [$"{Name}={Text}", .. Attributes.Select(one => $"@{one.Name}={one.Value}"), .. Parts.SelectMany(part => part.Lines()), "/" + Name];

    /// <summary>Everything that stands at a path without numbers, with its place.</summary>
    public IEnumerable<(Sheet Sheet, string Place)> All(FormMessage message, string path) =>
        path == Name ? [(this, Name)] : At(message, path.Split('/').Skip(1).ToArray(), Name, Name);

    private IEnumerable<(Sheet, string)> At(FormMessage message, string[] steps, string path, string place)
    {
        if (steps.Length == 0 || steps[0].StartsWith('@'))
            return [(this, place)];
        var below = $"{path}/{steps[0]}";
        var found = Parts.Where(part => part.Name == steps[0]).ToList();
        var isNumbered = found.Count > 1 || message.Find(below)?.Repeats == true;
        return found.SelectMany(
            (part, i) => part.At(message, steps[1..], below, isNumbered ? $"{place}/{steps[0]}[{i + 1}]" : $"{place}/{steps[0]}")
        );
    }

    public void Put(string name, string value)
    {
        if (name.StartsWith('@'))
        {
            Attributes.RemoveAll(one => one.Name == name[1..]);
            Attributes.Add((name[1..], value));
        }
        else
        {
            Only(name).Text = value;
        }
    }

    public Sheet Only(string name)
    {
        if (Parts.Find(part => part.Name == name) is { } part)
            return part;
        part = new Sheet(name);
        Parts.Add(part);
        return part;
    }

    public void Drop(string name)
    {
        if (name.StartsWith('@'))
            Attributes.RemoveAll(one => one.Name == name[1..]);
        else
            Parts.RemoveAll(part => part.Name == name);
    }
}

/// <summary>Random forms that a layout has nothing against.</summary>
internal sealed class FormDice(FormLayout layout, FormMessage message, int seed)
{
    private readonly Random _dice = new(seed);

    /// <summary>A valid form: fields at random, then what rules ask for is put in or taken out until none asks.</summary>
    public Sheet Next()
    {
        var root = message.Fields[0].Path;
        for (var tries = 0; tries < 20; tries++)
        {
            var sheet = Fill(root, _dice.Next(3) > 0 ? 0.9 : 0.4);
            for (var pass = 0; pass < 30; pass++)
            {
                if (FormCheck.Of(layout, message, sheet.Node()).Count == 0)
                    return sheet;
                foreach (var rule in message.Rules)
                {
                    foreach (var (at, _) in sheet.All(message, rule.Context).ToList())
                        Mend(sheet, rule, at);
                }
            }
        }
        throw new InvalidOperationException($"No valid form of seed {seed}: {FormCheck.Of(layout, message, Fill(root, 0.9).Node())[0]}");
    }

    public Sheet Fill(string path, double share)
    {
        var field = message.Find(path)!;
        var sheet = new Sheet(field.Name) { Text = field.IsGroup ? "" : Value(field) };
        foreach (var part in message.Parts(path))
        {
            var count = part.Presence switch
            {
                FieldPresence.Once => 1,
                FieldPresence.MayBeLeftOut => _dice.NextDouble() < share ? 1 : 0,
                FieldPresence.OnceOrMore => _dice.Next(1, 4),
                _ => _dice.Next(0, 3),
            };
            for (var i = 0; i < count; i++)
            {
                if (part.Name.StartsWith('@'))
                    sheet.Put(part.Name, Value(part));
                else
                    sheet.Parts.Add(Fill(part.Path, share));
            }
        }
        return sheet;
    }

    /// <summary>Whether a rule asks something of a place.</summary>
    public static bool Asks(Sheet root, FormRule rule, Sheet at) =>
        rule.When is not { } when || rule.Values.Contains(Answer(root, at, when) ?? "") != rule.Not;

    public void Mend(Sheet root, FormRule rule, Sheet at)
    {
        if (!Asks(root, rule, at))
            return;
        if (rule.Kind == FormRuleKind.One)
        {
            if (!rule.Targets.Any(target => at.Parts.Exists(part => part.Name == target)))
                Put(rule.Context, at, rule.Targets.First(target => message.Find($"{rule.Context}/{target}") is not null));
            return;
        }
        foreach (var target in rule.Targets)
        {
            if (rule.Kind == FormRuleKind.Present)
                Put(rule.Context, at, target);
            else
                Take(rule.Context, at, target);
        }
    }

    /// <summary>Puts in what a path names where nothing stands; everything on the way too.</summary>
    public void Put(string context, Sheet at, string target)
    {
        foreach (var step in target.Split('/'))
        {
            context += "/" + step;
            if (step.StartsWith('@'))
            {
                if (!at.Attributes.Exists(one => one.Name == step[1..]))
                    at.Put(step, Value(message.Find(context)!));
                return;
            }
            if (at.Parts.Find(part => part.Name == step) is not { } next)
                at.Parts.Add(next = Fill(context, 0.5));
            at = next;
        }
        if (message.Find(context) is { IsGroup: false } field && at.Text.Length == 0)
            at.Text = Value(field);
    }

    /// <summary>Takes out what a path names: a text that may be empty is left so.</summary>
    public void Take(string context, Sheet at, string target)
    {
        var steps = target.Split('/');
        foreach (var step in steps.SkipLast(1))
        {
            if (at.Parts.Find(part => part.Name == step) is not { } next)
                return;
            at = next;
        }
        if (message.Find($"{context}/{target}") is { MayBeEmpty: true } && at.Parts.Find(part => part.Name == steps[^1]) is { } text)
            text.Text = "";
        else
            at.Drop(steps[^1]);
    }

    public string Value(FormField field)
    {
        // What rules turn on stands in every other form.
        var turns = message
            .Rules.Where(rule => rule.When is { } when && (when == field.Path || $"{rule.Context}/{when}" == field.Path))
            .SelectMany(rule => rule.Values)
            .Distinct()
            .ToList();
        if (turns.Count > 0 && _dice.Next(2) == 0)
            return turns[_dice.Next(turns.Count)];
        if (field.List is { } list)
            return list.Codes.Count > 0 ? list.Codes.Keys.ElementAt(_dice.Next(list.Codes.Count)) : Digits(_dice.Next(1, 9));
        return field.Kind.Name switch
        {
            "digits" => Digits(_dice.Next(1, Math.Min(field.Max, 12) + 1)),
            "nonzero" => "7" + Digits(_dice.Next(0, field.Max)),
            "upper" => Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", field.Max),
            "money" => $"{Digits(_dice.Next(1, 21))}.{Digits(2)}",
            "decimal" => $"{Digits(_dice.Next(1, 13))}.{Digits(2)}",
            "day" => $"{_dice.Next(1, 29):D2}.{_dice.Next(1, 13):D2}.{_dice.Next(1950, 2027)}",
            "moment" =>
                $"{_dice.Next(1, 29):D2}.{_dice.Next(1, 13):D2}.{_dice.Next(1950, 2027)} {_dice.Next(24):D2}:{_dice.Next(60):D2}:{_dice.Next(60):D2}",
            "isomoment" =>
                $"{_dice.Next(1950, 2027)}-{_dice.Next(1, 13):D2}-{_dice.Next(1, 29):D2}T{_dice.Next(24):D2}:{_dice.Next(60):D2}:{_dice.Next(60):D2}",
            "guid" => NewGuid().ToUpperInvariant(),
            "anyguid" => _dice.Next(2) == 0 ? NewGuid() : NewGuid().Replace("-", "", StringComparison.Ordinal),
            "bool" => _dice.Next(2) == 0 ? "True" : "False",
            "country" => Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1) + "Z",
            "phone" => $"727/{Digits(7)}/{Digits(_dice.Next(0, 4))}",
            "base64" => Convert.ToBase64String(NewBytes(_dice.Next(1, 40))),
            "text" => Letters("ABCабвәқүі \"'.,-;:/()\n\t0123456789€𐍈", Math.Min(field.Max, 60)),
            var kind => throw new InvalidOperationException(kind),
        };
    }

    private static string? Answer(Sheet root, Sheet at, string when)
    {
        var isFromRoot = when.StartsWith(root.Name + "/", StringComparison.Ordinal);
        return (isFromRoot ? root : at).Node().Find(isFromRoot ? when[(root.Name.Length + 1)..] : when);
    }

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _dice.Next(10))));

    /// <summary>1 to <paramref name="max"/> characters, the first of them plain; no half of a pair.</summary>
    private string Letters(string alphabet, int max)
    {
        var runes = alphabet.EnumerateRunes().ToArray();
        var text = runes[0].ToString();
        for (var count = _dice.Next(max); count > 0 && text.Length + 2 <= max; count--)
            text += runes[_dice.Next(runes.Length)].ToString();
        return text;
    }

    private byte[] NewBytes(int count)
    {
        var bytes = new byte[count];
        _dice.NextBytes(bytes);
        return bytes;
    }

    private string NewGuid() => new Guid(NewBytes(16)).ToString("D");
}
