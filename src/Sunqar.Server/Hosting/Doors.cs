using Microsoft.AspNetCore.Http;
using Sunqar.Formats.Iso20022;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Blocking;
using Sunqar.Server.Canvas;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Registry;
using Sunqar.Work.Acting;
using Sunqar.Work.Blocking;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Hosting;

/// <summary>
/// What stands between the addresses and the house behind them. The server listens before the journal is replayed, so each door is closed
/// at first; one that nobody opens stays closed, and its addresses say that the server is not ready.
/// </summary>
public sealed class Doors
{
    /// <param name="origin">The name of the blocklist's zone.</param>
    /// <param name="noticeHost">Where blocked names lead; null for NXDOMAIN.</param>
    public Doors(string origin = ZonePublisher.DefaultOrigin, string? noticeHost = null) =>
        Zone = new ZonePublisher(Acts, origin, noticeHost);

    /// <summary>Who is signed in, and whether the data folder is open to anyone on this machine.</summary>
    public AccessDoor Access { get; init; } = new();

    /// <summary>The desk of acts.</summary>
    public ActDoor Acts { get; } = new();

    /// <summary>What the pages of cases need of the data folder.</summary>
    public CaseDoor Cases { get; } = new();

    /// <summary>The transfers that canvases are drawn from.</summary>
    public CanvasDoor Canvases { get; } = new();

    /// <summary>What the wall and the map are drawn from.</summary>
    public SituationDoor Situation { get; } = new();

    /// <summary>The desk of decisions.</summary>
    public DeskDoor Desk { get; init; } = new();

    /// <summary>Footage of cash machines.</summary>
    public FootageDoor Footage { get; } = new();

    /// <summary>The register, with the indexes over it.</summary>
    public RegistryDoor Registry { get; } = new();

    /// <summary>The published blocklist.</summary>
    public ZonePublisher Zone { get; }

    /// <summary>From now on the first payment of an institution ends the openness of a simulated folder.</summary>
    public void EndOpennessByPayments(ActDesk people) =>
        Desk.BeforeFirstPayment = () => Access.EndAsync(people, "An institution sent a payment.");

    /// <summary>The body's own identity provider; null where people sign in here alone.</summary>
    public ProviderOptions? Provider { get; init; }

    /// <summary>Stands before every address, with the desk's door; null for nothing.</summary>
    public Func<HttpContext, DeskDoor, RequestDelegate, Task>? Before { get; init; }

    /// <summary>What ISO 20022 messages are held against beside the reader's own checks; null for nothing.</summary>
    public Iso20022Schemas? Schemas { get; init; }
}
