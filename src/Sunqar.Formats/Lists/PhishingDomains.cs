using System.Text.Json;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// A list of scam domains as polkadot-js/phishing publishes it: <c>{"allow":[…],"deny":[…]}</c>. "denySub" names pages of
/// domains that are harmless otherwise, not domains; it is passed over.
/// </summary>
internal sealed class PhishingDomains : ListFormat
{
    private const long BytesMax = 64L << 20;
    private const int DomainLengthMax = 253;

    public override string Name => "phishing";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..] && (head.IndexOf("\"deny\""u8) >= 0 || head.IndexOf("\"allow\""u8) >= 0);

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
            if (Lists(content.Span, dangerous, harmless, reading) is { } bad)
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
                "an object with \"deny\" and \"allow\""
            );
        }
        reading.TakeRuns(dangerous, d => ListReading.Bytes(d), run => new DomainsListed(Name, Harmless: false, run));
        reading.TakeRuns(harmless, d => ListReading.Bytes(d), run => new DomainsListed(Name, Harmless: true, run));
        return null;
    }

    private static BadInput? Lists(ReadOnlySpan<byte> json, List<string> dangerous, List<string> harmless, ListReading reading)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = InputLimits.NestingMax });
        List<string>? into = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    into =
                        reader.ValueTextEquals("allow"u8) ? harmless
                        : reader.ValueTextEquals("deny"u8) ? dangerous
                        : null;
                    break;
                case JsonTokenType.String when reader.CurrentDepth == 2 && into is not null:
                    var domain = reader.GetString()!.TrimEnd('.').ToLowerInvariant();
                    if (!IsDomain(domain))
                    {
                        var bad = Place(
                            json,
                            (int)reader.TokenStartIndex,
                            reading.File,
                            $"\"{(domain.Length <= 60 ? domain : domain[..60] + "…")}\" cannot be read"
                        );
                        if (!reading.Skip(bad))
                        {
                            return bad;
                        }
                        break;
                    }
                    into.Add(domain);
                    break;
                case JsonTokenType.Number
                or JsonTokenType.True
                or JsonTokenType.False
                or JsonTokenType.Null
                or JsonTokenType.StartObject when reader.CurrentDepth == 2 && into is not null:
                    return Place(json, (int)reader.TokenStartIndex, reading.File, "something else than a text stands here");
            }
        }
        return null;
    }

    private static bool IsDomain(string domain) =>
        domain.Length is > 2 and <= DomainLengthMax
        && domain.Contains('.')
        && !domain.AsSpan().ContainsAny(" \t\r\n/\"\\@")
        && !domain.AsSpan().ContainsAnyInRange('\0', '\u001f');

    private static BadInput Place(ReadOnlySpan<byte> json, int at, string file, string reason)
    {
        var line = json[..at].LastIndexOf((byte)'\n') + 1;
        return new(
            file,
            json[..at].Count((byte)'\n') + 1,
            at - line + 1,
            null,
            reason,
            $"a domain name of at most {DomainLengthMax} characters"
        );
    }
}
