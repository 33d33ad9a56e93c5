namespace Sunqar.Core.Rulebook;

internal enum TokenKind : byte
{
    /// <summary>A name or keyword: letters, digits, underscores, and points between them (<c>sender.iin</c>).</summary>
    Word,

    /// <summary>A number as written, separators taken out (<c>500000</c>, <c>0.5</c>).</summary>
    Number,

    /// <summary>A date, <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>A time of day, <c>09:30</c>.</summary>
    Clock,

    /// <summary>A text in double quotes, without them.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Sign,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text, Place Place)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Sign && Text == word;

    /// <summary>How a message names the token.</summary>
    public string Shown =>
        Kind switch
        {
            TokenKind.End => "the end of the text",
            TokenKind.Text => $"the text \"{(Text.Length > 20 ? Text[..20] + "…" : Text)}\"",
            _ => $"'{Text}'",
        };
}

/// <summary>Cuts a rulebook's text into tokens. Line ends mean nothing; <c>#</c> starts a comment.</summary>
internal sealed class Lexer
{
    private const int WordMax = 128,
        DigitsMax = 24;
    private readonly string _text;
    private int _at;
    private int _line;
    private int _lineStart;

    private Lexer(string text, Place start)
    {
        _text = text;
        _line = start.Line;
        _lineStart = 1 - start.Column;
    }

    private Place Here => new(_line, _at - _lineStart + 1);

    /// <exception cref="RulebookFaultException">A character that starts nothing, a text without its end.</exception>
    public static List<Token> Cut(string text, Place start)
    {
        var lexer = new Lexer(text, start);
        var tokens = new List<Token>();
        do
        {
            tokens.Add(lexer.Next());
        } while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        SkipBlank();
        var place = Here;
        if (_at == _text.Length)
        {
            return new Token(TokenKind.End, "", place);
        }
        var c = _text[_at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            var word = Take(IsWordPart);
            return word.Length <= WordMax
                ? new Token(TokenKind.Word, word, place)
                : throw new RulebookFaultException(place, $"A name has at most {WordMax} characters.");
        }
        if (char.IsAsciiDigit(c))
        {
            return Number(place);
        }
        if (c == '"')
        {
            return Quoted(place);
        }
        foreach (var sign in (ReadOnlySpan<string>)[">=", "<=", "!=", ">", "<", "=", "+", "-", "*", "%", "(", ")", ",", "×"])
        {
            if (_text.AsSpan(_at).StartsWith(sign))
            {
                _at += sign.Length;
                return new Token(TokenKind.Sign, sign, place);
            }
        }
        throw new RulebookFaultException(
            place,
            $"'{c}' starts nothing here: expected a name, a number, a text in double quotes or an operator."
        );
    }

    private bool IsWordPart(int at) =>
        char.IsAsciiLetterOrDigit(_text[at])
        || _text[at] == '_'
        || (_text[at] == '.' && at + 1 < _text.Length && char.IsAsciiLetter(_text[at + 1]));

    private string Take(Func<int, bool> goesOn)
    {
        var start = _at;
        while (_at < _text.Length && goesOn(_at))
        {
            _at++;
        }
        return _text[start.._at];
    }

    private Token Number(Place place)
    {
        var digits = Take(at => char.IsAsciiDigit(_text[at]));
        if (digits.Length == 4 && Peek(0) == '-' && char.IsAsciiDigit(Peek(1)))
        {
            return new Token(TokenKind.Date, digits + Take(at => char.IsAsciiDigit(_text[at]) || _text[at] == '-'), place);
        }
        if (digits.Length == 2 && Peek(0) == ':' && char.IsAsciiDigit(Peek(1)))
        {
            return new Token(TokenKind.Clock, digits + Take(at => char.IsAsciiDigit(_text[at]) || _text[at] == ':'), place);
        }
        while (digits.Length <= DigitsMax && (Peek(0) is ',' or '_') && IsThousandsGroup(_at + 1))
        {
            digits += _text.Substring(_at + 1, 3);
            _at += 4;
        }
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            digits += "." + Take(at => char.IsAsciiDigit(_text[at]));
        }
        return digits.Length <= DigitsMax
            ? new Token(TokenKind.Number, digits, place)
            : throw new RulebookFaultException(place, $"A number has at most {DigitsMax} digits.");
    }

    private bool IsThousandsGroup(int at) =>
        at + 3 <= _text.Length
        && char.IsAsciiDigit(_text[at])
        && char.IsAsciiDigit(_text[at + 1])
        && char.IsAsciiDigit(_text[at + 2])
        && (at + 3 == _text.Length || !char.IsAsciiDigit(_text[at + 3]));

    private Token Quoted(Place place)
    {
        var length = _text.AsSpan(_at + 1).IndexOfAny('"', '\n');
        var close = _at + 1 + length;
        if (length < 0 || _text[close] == '\n')
        {
            throw new RulebookFaultException(place, "This text has no closing double quote on its line.");
        }
        var text = _text[(_at + 1)..close];
        _at = close + 1;
        return new Token(TokenKind.Text, text, place);
    }

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void SkipBlank()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '#')
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            if (_at == _text.Length || !char.IsWhiteSpace(_text[_at]))
            {
                return;
            }
            if (_text[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }
    }
}
