using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Blocking;

/// <summary>Asks that access to domains be restricted, on a legal basis and with evidence. It holds once a second person approves
/// it.</summary>
/// <param name="Domains">As people write them.</param>
/// <param name="ExpiresUs">First moment when it no longer holds, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Licensed">The licensed platforms' domains of this moment; not part of what is asked.</param>
public sealed record RequestBlock(
    string Key,
    string? CaseId,
    string Basis,
    IReadOnlyList<string> Domains,
    BlockGround Ground,
    string Evidence,
    long ExpiresUs,
    [property: JsonIgnore] LicensedDomains Licensed
) : Command(Key, CaseId, Basis)
{
    /// <summary>An order is looked at again at least so often.</summary>
    public const long DurationUsMax = 5 * 366 * 86_400_000_000L;

    public const int EvidenceLengthMax = 500;

    public override string Name => "block.request";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Supervisor or Role.Officer))
            return Refused(RefusalKind.Forbidden, "An officer or a supervisor asks for a block.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "An order names its legal basis.", "basis");
        if (!Enum.IsDefined(Ground) || Ground == BlockGround.None)
            return Refused(RefusalKind.Invalid, "An order names its ground.", "ground");
        if (string.IsNullOrWhiteSpace(Evidence) || Evidence.Length > EvidenceLengthMax)
        {
            return Refused(
                RefusalKind.Invalid,
                $"An order says where its evidence can be seen, in 1 to {EvidenceLengthMax} characters.",
                "evidence"
            );
        }
        if (ExpiresUs <= nowUs)
            return Refused(RefusalKind.Invalid, "The order would have expired before it holds.", "expires");
        if (ExpiresUs - nowUs > DurationUsMax)
            return Refused(RefusalKind.Invalid, "An order holds for at most five years; then it is asked for again.", "expires");
        if (Domains.Count is 0 or > BlockOrders.DomainsMax)
            return Refused(RefusalKind.Invalid, $"An order names 1 to {BlockOrders.DomainsMax} domains.", "domains");
        var orders = state.Of<BlockOrders>();
        var names = new SortedSet<DomainName>();
        for (var i = 0; i < Domains.Count; i++)
        {
            if (Unfit(orders, Domains[i], out var name) is { } why)
                return Refused(RefusalKind.Invalid, $"{Shown(Domains[i])}: {why}.", $"domains[{i}]");
            names.Add(name);
        }
        var id = "block-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + "\n" + Key)).AsSpan(0, 8));
        return Done(id, new BlockRequested(id, [.. names.Select(name => name.Ascii)], Ground, Evidence, ExpiresUs));
    }

    private string? Unfit(BlockOrders orders, string text, out DomainName name)
    {
        if (orders.Unfit(text, out name) is { } why)
            return why;
        return Licensed.Touched(name) is { } platform ? $"it would take down {platform}, which holds a licence in force" : null;
    }

    /// <summary>What was sent, cut and without anything that could end a line.</summary>
    private static string Shown(string text)
    {
        var shown = new string([.. text.Take(80).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > 80 ? shown + "…" : shown;
    }
}

/// <summary>A second person approves an order or rejects it.</summary>
/// <param name="Approve">False rejects it.</param>
/// <param name="Reason">Why; needed to reject.</param>
/// <param name="Licensed">The licensed platforms' domains of this moment: a platform may have got its licence since.</param>
public sealed record JudgeBlock(
    string Key,
    string Basis,
    string OrderId,
    bool Approve,
    string Reason,
    [property: JsonIgnore] LicensedDomains Licensed
) : Command(Key, null, Basis)
{
    public override string Name => Approve ? "block.approve" : "block.reject";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Supervisor or Role.Head))
            return Refused(RefusalKind.Forbidden, "A head or a supervisor judges an order.");
        if (state.Of<BlockOrders>().Find(OrderId) is not { } order)
            return Refused(RefusalKind.NotFound, "There is no such order.", "order");
        if (order.Requester == actor.Id)
            return Refused(RefusalKind.Forbidden, "Who asked for an order does not judge it: a second person does.");
        if (order.Status(nowUs) != BlockStatus.Requested)
            return Refused(RefusalKind.Conflict, $"The order is {order.Status(nowUs)} already.", "order");
        if (!Approve)
        {
            return Reason.Length is > 0 and <= 500
                ? Done(OrderId, new BlockRejected(OrderId, Reason))
                : Refused(RefusalKind.Invalid, "A rejection gives its reason, in at most 500 characters.", "reason");
        }
        foreach (var text in order.Domains)
        {
            if (Licensed.Touched(DomainName.OfZone(text)) is { } platform)
                return Refused(RefusalKind.Conflict, $"{text} would take down {platform}, which got a licence meanwhile.", "order");
        }
        return Done(OrderId, new BlockApproved(OrderId));
    }
}

/// <summary>Lifts an order, whole or for some of its domains. One person may: it gives access back.</summary>
/// <param name="Domains">Empty for all.</param>
public sealed record LiftBlock(string Key, string Basis, string OrderId, IReadOnlyList<string> Domains, string Reason)
    : Command(Key, null, Basis)
{
    public override string Name => "block.lift";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Supervisor or Role.Head))
            return Refused(RefusalKind.Forbidden, "A head or a supervisor lifts an order.");
        if (state.Of<BlockOrders>().Find(OrderId) is not { } order)
            return Refused(RefusalKind.NotFound, "There is no such order.", "order");
        if (order.Status(nowUs) is not (BlockStatus.InForce or BlockStatus.Requested))
            return Refused(RefusalKind.Conflict, $"The order is {order.Status(nowUs)} already.", "order");
        if (Reason.Length is 0 or > 500)
            return Refused(RefusalKind.Invalid, "A lift gives its reason, in at most 500 characters.", "reason");
        var names = new List<string>();
        foreach (var text in Domains)
        {
            if (!DomainName.TryParse(text, out var name, out _) || !order.Domains.Contains(name.Ascii) || order.Lifted.Contains(name.Ascii))
                return Refused(RefusalKind.Invalid, "A domain that is lifted stands in the order and was not lifted before.", "domains");
            names.Add(name.Ascii);
        }
        return Done(OrderId, new BlockLifted(OrderId, names, Reason));
    }
}
