using System.Globalization;
using System.Text;
using Sunqar.Core.Blocking;

namespace Sunqar.Formats.Dns;

/// <summary>
/// A DNS response policy zone (draft-vixie-dnsop-dns-rpz-00, as BIND and Unbound read it): each blocked name and every name below it
/// answers NXDOMAIN, or leads to a host that shows a notice; licensed platforms are let through first.
/// </summary>
/// <param name="Origin">The zone's name, such as <c>rpz.sunqar.kz</c>, without the root's dot.</param>
/// <param name="NoticeHost">Where blocked names lead; null for NXDOMAIN.</param>
/// <param name="Serial">Grows with every change (RFC 1982).</param>
public sealed record PolicyZone(string Origin, string? NoticeHost, uint Serial, BlockList List)
{
    /// <summary>Seconds that a resolver keeps an answer of the zone: how long a lifted block is felt.</summary>
    public const int TtlSeconds = 60;

    public const int RefreshSeconds = 60;

    public const int RetrySeconds = 30;

    /// <summary>A resolver that cannot reach us goes on with what it has for a week.</summary>
    public const int ExpireSeconds = 7 * 86_400;

    /// <summary>What makes a name pass whatever else the zone says.</summary>
    public const string PassThrough = "rpz-passthru";

    /// <summary>Where a blocked name's CNAME points: the root for NXDOMAIN.</summary>
    public string Target => NoticeHost ?? "";

    /// <summary>The orders that entries stand for, each once, by id.</summary>
    public IEnumerable<BlockedDomain> Orders =>
        List.Domains.DistinctBy(entry => entry.OrderId).OrderBy(entry => entry.OrderId, StringComparer.Ordinal);

    /// <summary>Whether the zone can say the name: it has room for it, the names below it (<c>*.</c>) and the origin behind both; gives
    /// it no meaning of its own, and keeps no records of its own
    /// there.</summary>
    public bool Fits(string name) =>
        name.Length + "*.".Length + 1 + Origin.Length <= DomainName.LengthMax
        && !DomainName.IsOfPolicyZones(name)
        && !name.EndsWith(".orders", StringComparison.Ordinal);

    /// <summary>Blocked and passed names that the zone cannot hold: whoever enforces the list knows of them from here.</summary>
    public IEnumerable<string> NotPublished => List.Passed.Concat(List.Domains.Select(entry => entry.Domain)).Where(name => !Fits(name));

    /// <summary>What the zone blocks.</summary>
    public IEnumerable<BlockedDomain> Blocked => List.Domains.Where(entry => Fits(entry.Domain));

    /// <summary>Every name of the zone with where it leads, before the origin is put behind it: passed names first, then blocked ones, each
    /// with the names below it.</summary>
    public IEnumerable<(string Owner, string Target)> Names()
    {
        foreach (
            var (name, target) in List
                .Passed.Where(Fits)
                .Select(name => (name, PassThrough))
                .Concat(Blocked.Select(entry => (entry.Domain, Target)))
        )
        {
            yield return (name, target);
            yield return ("*." + name, target);
        }
    }

    /// <summary>What an order's TXT record says of it.</summary>
    public static string Text(in BlockedDomain entry) =>
        $"ground={entry.Ground} expires={Day(entry.ExpiresUs)} basis={Printable(entry.Basis, 150)}";

    /// <summary>Writes it as a master file (RFC 1035 §5); each blocked name carries its order, ground and expiry in a comment.</summary>
    public void Write(Stream stream)
    {
        using var file = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        file.WriteLine($"$ORIGIN {Origin}.");
        file.WriteLine($"$TTL {TtlSeconds}");
        file.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"@ IN SOA localhost. hostmaster.localhost. {Serial} {RefreshSeconds} {RetrySeconds} {ExpireSeconds} {TtlSeconds}"
            )
        );
        file.WriteLine("@ IN NS localhost.");
        foreach (var order in Orders)
        {
            file.WriteLine(
                $"{order.OrderId}.orders IN TXT \"{Text(order).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            );
        }
        foreach (var name in NotPublished)
            file.WriteLine($"; not published, no name that the zone {Origin} can hold: {name}");
        var orders = List.Domains.ToDictionary(entry => entry.Domain, StringComparer.Ordinal);
        foreach (var (owner, target) in Names())
        {
            file.Write(owner);
            file.Write(" IN CNAME ");
            file.Write(target);
            file.Write('.');
            if (orders.TryGetValue(owner, out var entry))
                file.Write($" ; order={entry.OrderId} ground={entry.Ground} expires={Day(entry.ExpiresUs)}");
            file.Write('\n');
        }
    }

    private static string Day(long timeUs) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(timeUs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>ASCII alone, so that every resolver shows it; cut where a character-string could not hold it.</summary>
    private static string Printable(string text, int lengthMax)
    {
        var ascii = new string([.. text.Select(c => c is >= ' ' and <= '~' ? c : '?')]);
        return ascii.Length <= lengthMax ? ascii : ascii[..lengthMax];
    }
}
