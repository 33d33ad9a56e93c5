using System.Text;
using System.Text.Json;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// A list of scam domains as polkadot-js/phishing publishes it: <c>{"allow":[…],"deny":[…]}</c>; as MetaMask/eth-phishing-detect does:
/// <c>blacklist</c> and <c>whitelist</c>, or <c>blocklist</c> and <c>allowlist</c>; or a plain list of names, which are dangerous: JSON, or
/// one a line. "denySub" names pages of domains that are harmless otherwise, and "fuzzylist" names that others imitate: neither is a list
/// of domains, and they are passed over. A document that has none of these lists is refused.
/// </summary>
internal sealed class PhishingDomains : ListFormat
{
    private const long BytesMax = 64L << 20;
    private const int DomainLengthMax = 253;

    public override string Name => "phishing";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..] && HasAny(head, Dangerous) | HasAny(head, Harmless);

    private static readonly string[] Dangerous = ["deny", "blacklist", "blocklist"],
        Harmless = ["allow", "whitelist", "allowlist"];

    private static bool HasAny(ReadOnlySpan<byte> head, string[] names)
    {
        foreach (var name in names)
        {
            if (head.IndexOf(Encoding.ASCII.GetBytes($"\"{name}\"")) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        if (stream.Length > BytesMax)
        {
            return new(reading.File, 0, 0, null, $"the file has {stream.Length} bytes", $"at most {BytesMax}");
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var content = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        List<string> dangerous = [],
            harmless = [];
        try
        {
            var isJson = content.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
            if ((isJson ? Lists(content.Span, dangerous, harmless, reading) : Lines(content.Span, dangerous, reading)) is { } bad)
            {
                return bad;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for text that is no UTF-8 or has broken escapes.
            var at = e as JsonException;
            return new(
                reading.File,
                (at?.LineNumber ?? -1) + 1,
                (int)((at?.BytePositionInLine ?? -1) + 1),
                null,
                "this is not JSON",
                "an object with \"deny\" and \"allow\", or a list of names"
            );
        }
        reading.TakeRuns(dangerous, d => ListReading.Bytes(d), run => new DomainsListed(Name, Harmless: false, run));
        reading.TakeRuns(harmless, d => ListReading.Bytes(d), run => new DomainsListed(Name, Harmless: true, run));
        return null;
    }

    private static BadInput? Lists(ReadOnlySpan<byte> json, List<string> dangerous, List<string> harmless, ListReading reading)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = InputLimits.NestingMax });
        var places = new Places();
        List<string>? into = null;
        var (isFound, depth) = (false, 2);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when reader.CurrentDepth == 0:
                    (into, isFound, depth) = (dangerous, true, 1);
                    break;
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1 && depth == 2:
                    var name = reader.GetString()!;
                    into =
                        Harmless.Contains(name) ? harmless
                        : Dangerous.Contains(name) ? dangerous
                        : null;
                    isFound |= into is not null;
                    break;
                case JsonTokenType.StartArray when reader.CurrentDepth == depth - 1:
                    break;
                case JsonTokenType.String when reader.CurrentDepth == depth && into is not null:
                    if (Take(reader.GetString()!, json, (int)reader.TokenStartIndex, into, reading, places) is { } bad)
                    {
                        return bad;
                    }
                    break;
                case not (JsonTokenType.EndArray or JsonTokenType.EndObject) when into is not null && reader.CurrentDepth <= depth:
                    return places.Place(
                        json,
                        (int)reader.TokenStartIndex,
                        reading.File,
                        "something else than a text in a list stands here"
                    );
            }
        }
        return isFound
            ? null
            : new(reading.File, 1, 1, null, "the document has no list of domains", "\"deny\" or \"allow\", or MetaMask's words for them");
    }

    /// <summary>One name a line; blank lines and comments (#) are passed over.</summary>
    private static BadInput? Lines(ReadOnlySpan<byte> text, List<string> dangerous, ListReading reading)
    {
        if (!System.Text.Unicode.Utf8.IsValid(text))
        {
            return new(reading.File, 0, 0, null, "the file is not UTF-8", "text in UTF-8");
        }
        var places = new Places();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = Encoding.UTF8.GetString(text[range]).Trim();
            if (line.Length > 0 && line[0] != '#' && Take(line, text, range.Start.Value, dangerous, reading, places) is { } bad)
            {
                return bad;
            }
        }
        return null;
    }

    private static BadInput? Take(string text, ReadOnlySpan<byte> file, int at, List<string> into, ListReading reading, Places places)
    {
        var domain = text.TrimEnd('.').ToLowerInvariant();
        if (IsDomain(domain))
        {
            into.Add(domain);
            return null;
        }
        var bad = places.Place(file, at, reading.File, $"\"{(domain.Length <= 60 ? domain : domain[..60] + "…")}\" cannot be read");
        return reading.Skip(bad) ? null : bad;
    }

    private static bool IsDomain(string domain) =>
        domain.Length is > 2 and <= DomainLengthMax
        && domain.Contains('.')
        && !domain.AsSpan().ContainsAny(" \t\r\n/\"\\@")
        && !domain.AsSpan().ContainsAnyInRange('\0', '\u001f');

    /// <summary>Lines counted on from the place before, so that many bad names cost no more than one reading.</summary>
    private sealed class Places
    {
        private int _at,
            _lines,
            _lineStart;

        /// <param name="at">Not before the place asked for last.</param>
        public BadInput Place(ReadOnlySpan<byte> file, int at, string name, string reason)
        {
            var passed = file[_at..at];
            if (passed.LastIndexOf((byte)'\n') is >= 0 and var last)
            {
                _lines += passed.Count((byte)'\n');
                _lineStart = _at + last + 1;
            }
            _at = at;
            return new(name, _lines + 1, at - _lineStart + 1, null, reason, $"a domain name of at most {DomainLengthMax} characters");
        }
    }
}
