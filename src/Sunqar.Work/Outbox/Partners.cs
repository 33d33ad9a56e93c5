using System.Net;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Outbox;

/// <summary>Whether a resolver's address can be used.</summary>
public abstract record PartnerOptionsOutcome
{
    private PartnerOptionsOutcome() { }

    public sealed record Accepted(PartnerOptions Options) : PartnerOptionsOutcome;

    /// <param name="Reason">What to write instead.</param>
    public sealed record Refused(string Reason) : PartnerOptionsOutcome;
}

/// <summary>What the machine's owner says of partners: all others are in the register.</summary>
/// <param name="Resolver">The operator's resolver that says whether a blocked name still resolves; null where nobody asks one.</param>
public sealed record PartnerOptions(IPEndPoint? Resolver)
{
    public static PartnerOptions None { get; } = new((IPEndPoint?)null);

    /// <param name="resolver">ADDRESS:PORT; null for none.</param>
    public static PartnerOptionsOutcome Read(string? resolver)
    {
        IPEndPoint? end = null;
        return resolver is not null && (!IPEndPoint.TryParse(resolver, out end) || end.Port == 0)
            ? new PartnerOptionsOutcome.Refused($"--resolver: expected ADDRESS:PORT, such as 127.0.0.1:53; got {resolver}.")
            : new PartnerOptionsOutcome.Accepted(new PartnerOptions(end));
    }
}

/// <summary>The partners by name: the house's own desk and resolver, and those of the register. Nothing leaves to anybody else.</summary>
/// <param name="folder">Beneath which partners without an address have a folder each.</param>
public sealed class Partners(DecisionDesk desk, ActDesk acts, PartnerOptions options, string folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (PartnerListed Line, IPartner Partner)> _known = new(StringComparer.Ordinal);
    private readonly DeskPartner _desk = new(desk);
    private readonly ResolverPartner? _resolver = options.Resolver is { } resolver ? new ResolverPartner(resolver) : null;

    public IPartner Find(string name)
    {
        if (name == MeasureKind.Desk)
            return _desk;
        if (name == BlockSite.Resolver)
            return _resolver ?? (IPartner)new FilePartner(Path.Combine(folder, name));
        if (acts.Read(state => state.Of<PartnerBook>().Find(name)) is not { } line)
            return Stranger.Instance;
        lock (_gate)
        {
            if (_known.TryGetValue(name, out var known))
            {
                if (ReferenceEquals(known.Line, line))
                    return known.Partner;
                (known.Partner as IDisposable)?.Dispose();
            }
            return (_known[name] = (line, Make(line))).Partner;
        }
    }

    private IPartner Make(PartnerListed line) =>
        line.Address == PartnerBook.Folder
            ? new FilePartner(Path.Combine(folder, line.Name))
            : new HttpPartner(new Uri(line.Address), Convert.FromBase64String(line.PublicKey));

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (_, partner) in _known.Values)
                (partner as IDisposable)?.Dispose();
        }
    }

    /// <summary>Nobody whom the house knows: the message waits until it does.</summary>
    private sealed class Stranger : IPartner
    {
        public static readonly Stranger Instance = new();

        public Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel) =>
            Task.FromResult(PartnerAnswer.Failed("Not in the register of partners; it waits."));
    }
}
