using System.Collections.Concurrent;
using System.Net;
using Sunqar.Core.Cases.Measures;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Outbox;

/// <summary>Whether the addresses of partners can be used.</summary>
public abstract record PartnerOptionsOutcome
{
    private PartnerOptionsOutcome() { }

    public sealed record Accepted(PartnerOptions Options) : PartnerOptionsOutcome;

    /// <param name="Reason">What to write instead.</param>
    public sealed record Refused(string Reason) : PartnerOptionsOutcome;
}

/// <summary>Where partners are reached: by name an http address or a folder; the rest have a folder each in the folder beside the data
/// folder.</summary>
/// <param name="Resolver">The operator's resolver that says whether a blocked name still resolves; null where nobody asks one.</param>
public sealed record PartnerOptions(IReadOnlyDictionary<string, string> Addresses, IPEndPoint? Resolver)
{
    public static PartnerOptions None { get; } = new(new Dictionary<string, string>(), null);

    /// <param name="addresses">Each NAME=ADDRESS.</param>
    /// <param name="resolver">ADDRESS:PORT; null for none.</param>
    public static PartnerOptionsOutcome Read(IEnumerable<string> addresses, string? resolver)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in addresses)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == text.Length - 1 || !IsName(text[..at]) || !known.TryAdd(text[..at], text[(at + 1)..]))
            {
                return new PartnerOptionsOutcome.Refused(
                    $"--partner: expected NAME=ADDRESS once for each partner, such as "
                        + $"bank-caspkzka=https://bank.example/measures or issuer-tether=FOLDER; got {text}."
                );
            }
            if (Uri.TryCreate(text[(at + 1)..], UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
            {
                return new PartnerOptionsOutcome.Refused(
                    $"--partner: {text[..at]} is told of people, so beyond this machine its address is https://."
                );
            }
        }
        IPEndPoint? end = null;
        return resolver is not null && (!IPEndPoint.TryParse(resolver, out end) || end.Port == 0)
            ? new PartnerOptionsOutcome.Refused($"--resolver: expected ADDRESS:PORT, such as 127.0.0.1:53; got {resolver}.")
            : new PartnerOptionsOutcome.Accepted(new PartnerOptions(known, end));
    }

    private static bool IsName(string text) =>
        text.Length <= 80 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && text[0] != '.';
}

/// <summary>The partners by name; those of the house among them.</summary>
public sealed class Partners(DecisionDesk desk, PartnerOptions options, string folder) : IDisposable
{
    private readonly ConcurrentDictionary<string, IPartner> _known = new(StringComparer.Ordinal);

    public IPartner Find(string name) => _known.GetOrAdd(name, Make);

    private IPartner Make(string name)
    {
        if (name == MeasureKind.Desk)
            return new DeskPartner(desk);
        if (name == BlockSite.Resolver && options.Resolver is { } resolver)
            return new ResolverPartner(resolver);
        var address = options.Addresses.GetValueOrDefault(name);
        return address is null ? new FilePartner(Path.Combine(folder, name))
            : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new HttpPartner(uri!)
            : new FilePartner(address);
    }

    public void Dispose()
    {
        foreach (var partner in _known.Values.OfType<IDisposable>())
            partner.Dispose();
    }
}
