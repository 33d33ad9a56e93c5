using System.Globalization;

namespace Sunqar.Core.Blocking;

/// <summary>A domain name that can stand in a zone: lower case, in the ASCII form of IDNA, without the root's dot. At least two
/// labels.</summary>
public readonly record struct DomainName : IComparable<DomainName>
{
    /// <summary>RFC 1035 §2.3.4: 255 octets on the wire, which leaves 253 characters.</summary>
    public const int LengthMax = 253;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    private readonly string? _ascii;

    private DomainName(string ascii) => _ascii = ascii;

    /// <summary>As a zone holds it, e.g. <c>xn--bybt-cpa.com</c>.</summary>
    public string Ascii => _ascii ?? "";

    public override string ToString() => Ascii;

    public int CompareTo(DomainName other) => string.CompareOrdinal(Ascii, other.Ascii);

    /// <summary>A name that was read before and kept in its ASCII form.</summary>
    internal static DomainName OfZone(string ascii) => new(ascii);

    /// <summary>Reads a name as people write it: any case, with a dot at the end or a leading <c>*.</c>, in any script.</summary>
    /// <param name="why">What is wrong, for a person; null where it was read.</param>
    public static bool TryParse(string? text, out DomainName name, out string? why)
    {
        name = default;
        why = Reason(text, out var ascii);
        if (why is null)
            name = new DomainName(ascii!);
        return why is null;
    }

    private static string? Reason(string? text, out string? ascii)
    {
        ascii = null;
        // A byte order mark or a zero-width blank that was copied along is not part of the name.
        var bare = text?.Trim().Trim('\uFEFF', '\u200B', '\u2060').Trim().TrimEnd('.') ?? "";
        if (bare.StartsWith("*.", StringComparison.Ordinal))
            bare = bare[2..];
        if (bare.Length == 0)
            return "no domain name is given";
        if (bare.Length > LengthMax)
            return $"a domain name has at most {LengthMax} characters";
        if (bare.Contains("://", StringComparison.Ordinal) || bare.Contains('/', StringComparison.Ordinal))
            return "this is an address of a page; give its domain name alone";
        if (System.Net.IPAddress.TryParse(bare, out _))
            return "this is an IP address; a zone holds names";
        try
        {
            ascii = Idn.GetAscii(bare).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return "this is no domain name: letters, digits and hyphens in labels of at most 63 characters, joined by dots";
        }
        return ascii.Length > LengthMax ? $"a domain name has at most {LengthMax} characters"
            : !ascii.Contains('.', StringComparison.Ordinal) ? "a name of one label is a whole top-level domain"
            : null;
    }

    /// <summary>Whether a response policy zone gives the name a meaning of its own: triggers by address and by name server (rpz-ip,
    /// rpz-client-ip, rpz-nsip, rpz-nsdname) and actions (rpz-passthru, rpz-drop, rpz-tcp-only), with those to come
    /// (draft-vixie-dnsop-dns-rpz-00, 4 and 3).</summary>
    public static bool IsOfPolicyZones(string ascii) =>
        ascii.StartsWith("rpz-", StringComparison.Ordinal) || ascii.Contains(".rpz-", StringComparison.Ordinal);

    /// <summary>The host in an address as people copy it: without scheme, user, port and path.</summary>
    public static string HostOf(string text)
    {
        var host = text.Trim();
        host = host.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? host[(scheme + 3)..] : host;
        host = host.IndexOfAny(['/', '?', '#', '\\']) is >= 0 and var path ? host[..path] : host;
        host = host.LastIndexOf('@') is >= 0 and var user ? host[(user + 1)..] : host;
        return host.LastIndexOf(':') is >= 0 and var port ? host[..port] : host;
    }

    /// <summary>As a person reads it: its labels in their own script where they can be decoded.</summary>
    public string ToUnicode()
    {
        try
        {
            return Idn.GetUnicode(Ascii);
        }
        catch (ArgumentException)
        {
            return Ascii;
        }
    }

    /// <summary>The name and every one above it, the name first; whole top-level domains too.</summary>
    public IEnumerable<string> Upwards()
    {
        for (var name = Ascii; ; )
        {
            yield return name;
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
                yield break;
            name = name[(dot + 1)..];
        }
    }
}
