namespace Sunqar.Core.Rulebook;

/// <summary>
/// What a rule says in the languages of those whom it concerns. A stored reason is turned into another language by taking the values out of
/// its text, where the rule's own template put them, and putting them into the template of that language: nothing is computed anew.
/// </summary>
public sealed class RuleWords
{
    private readonly ReasonTemplate _reason;
    private readonly Dictionary<(string Language, string Clause), string> _texts;
    private readonly Dictionary<string, ReasonTemplate> _reasons;

    /// <exception cref="RulebookFaultException">A translation shows a value that the reason does not, so that no stored reason holds
    /// it.</exception>
    internal RuleWords(RuleSyntax syntax)
    {
        _reason = new ReasonTemplate(syntax.Reason!.Text);
        _texts = syntax.Translations.Where(one => one.Key.Clause != "reason").ToDictionary(one => one.Key, one => one.Value.Text);
        _reasons = [];
        foreach (var ((language, _), template) in syntax.Translations.Where(one => one.Key.Clause == "reason"))
        {
            var translated = _reasons[language] = new ReasonTemplate(template.Text);
            if (translated.Expressions.FirstOrDefault(value => !_reason.Expressions.Contains(value)) is { } unknown)
                throw new RulebookFaultException(template.Place, $"The reason does not show '{unknown}', so its translation cannot.");
        }
        _texts[(English, "title")] = syntax.Title;
        _texts[(English, "source")] = syntax.Source;
        _reasons[English] = _reason;
    }

    /// <summary>The language in which rules are written.</summary>
    public const string English = "en";

    /// <summary>The languages into which a rule may be translated: Kazakh and Russian, by their codes of ISO 639-1.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["kk", "ru"];

    /// <summary>What the rule is about; null where it does not say so in this language.</summary>
    public string? Title(string language) => _texts.GetValueOrDefault((language, "title"));

    /// <summary>The law or publication behind the rule; null where it is not said in this language.</summary>
    public string? Source(string language) => _texts.GetValueOrDefault((language, "source"));

    /// <summary>A stored reason in a language; null where it is not written in it, or the text is of another edition of the rule.</summary>
    /// <param name="text">As the decision holds it.</param>
    /// <param name="shown">What stands for a value in the text: the expression that gave it, and the value as it stands in English.</param>
    public string? Reason(string language, string text, Func<string, string, string> shown) =>
        _reasons.TryGetValue(language, out var template) && _reason.ValuesIn(text) is { } values
            ? template.Filled(expression => shown(expression, values[expression]))
            : null;
}

/// <summary>A reason's text with its values: literal parts, and between them what stood between braces.</summary>
internal sealed class ReasonTemplate
{
    // Literals and expressions take turns; the first and last are literals, empty where nothing stands there.
    private readonly List<string> _literals = [];
    private readonly List<string> _expressions = [];

    /// <param name="text">A template that was checked: each brace has its other.</param>
    public ReasonTemplate(string text)
    {
        var at = 0;
        for (int open; (open = text.IndexOf('{', at)) >= 0; )
        {
            var close = text.IndexOf('}', open);
            // What has no end is a fault that the binding of the template tells.
            if (close < 0)
                break;
            _literals.Add(text[at..open]);
            _expressions.Add(text[(open + 1)..close].Trim());
            at = close + 1;
        }
        _literals.Add(text[at..]);
    }

    public IReadOnlyList<string> Expressions => _expressions;

    public string Filled(Func<string, string> value)
    {
        var parts = new List<string> { _literals[0] };
        for (var i = 0; i < _expressions.Count; i++)
        {
            parts.Add(value(_expressions[i]));
            parts.Add(_literals[i + 1]);
        }
        return string.Concat(parts);
    }

    /// <summary>The values that a text shows; null where it was not made from this template. A value ends where the next literal begins for
    /// the first time, so a text whose values hold a literal is not understood, rather than understood wrongly: it has to come out the same
    /// when it is filled again, and one expression has one value.</summary>
    public IReadOnlyDictionary<string, string>? ValuesIn(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!text.StartsWith(_literals[0], StringComparison.Ordinal))
            return null;
        var at = _literals[0].Length;
        for (var i = 0; i < _expressions.Count; i++)
        {
            var isLast = i == _expressions.Count - 1;
            var literal = _literals[i + 1];
            var end = isLast
                ? text.EndsWith(literal, StringComparison.Ordinal)
                    ? text.Length - literal.Length
                    : -1
                : literal.Length == 0
                    ? -1
                    : text.IndexOf(literal, at, StringComparison.Ordinal);
            if (end < at)
                return null;
            var value = text[at..end];
            if (values.TryGetValue(_expressions[i], out var before) && before != value)
                return null;
            values[_expressions[i]] = value;
            at = end + literal.Length;
        }
        return at == text.Length ? values : null;
    }
}
