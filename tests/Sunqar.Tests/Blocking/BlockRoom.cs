using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Blocking;

/// <summary>Orders without a server: commands decided one after another, each moment given.</summary>
internal sealed class BlockRoom
{
    public const long Now = 1_790_000_000_000_000;
    public const long Day = 86_400_000_000;

    public static readonly Actor Officer = new("u-officer", Role.Officer, "unit-a");
    public static readonly Actor Supervisor = new("u-supervisor", Role.Supervisor, "unit-s");
    public static readonly Actor Head = new("u-head", Role.Head, "unit-b");
    public static readonly PublicSuffixes Suffixes = new([
        "com",
        "net",
        "kz",
        "com.kz",
        "github.io",
        "*.ck",
        "!www.ck",
        "// a comment",
        "",
    ]);

    private int _keys;

    public ActState State { get; } = new([new BlockOrders(Suffixes)]);

    public BlockOrders Orders => State.Of<BlockOrders>();

    public RegistryFold Registry { get; } = new();

    public LicensedDomains Licensed(long nowUs = Now) => LicensedDomains.Of(Registry.Snapshot, nowUs);

    public CommandOutcome Do(Command command, Actor actor, long nowUs = Now)
    {
        var outcome = command.Decide(State, actor, nowUs);
        if (outcome is CommandOutcome.Done done)
        {
            State.Apply(
                new Act(
                    command.Key,
                    command.Name,
                    actor.Id,
                    actor.Role,
                    actor.Unit,
                    command.CaseId,
                    command.Basis,
                    nowUs,
                    0,
                    done.Answer,
                    done.Facts
                )
            );
        }
        return outcome;
    }

    public RequestBlock Request(params string[] domains) =>
        new(
            $"k{_keys++}",
            "case-1",
            "Law 567, art. 41-1",
            domains,
            BlockGround.UnlicensedExchange,
            "case-1/e-3",
            Now + 30 * Day,
            Licensed()
        );

    public JudgeBlock Judge(string order, bool approve = true, string reason = "") =>
        new($"k{_keys++}", "", order, approve, reason, Licensed());

    /// <summary>An order in force.</summary>
    public string Block(params string[] domains)
    {
        var id = ((CommandOutcome.Done)Do(Request(domains), Officer)).Answer;
        _ = (CommandOutcome.Done)Do(Judge(id), Head);
        return id;
    }

    public BlockList List(long nowUs = Now) => BlockList.Of(Orders.All, Licensed(nowUs), nowUs);

    public void License(string code, long fromUs, long toUs, params string[] domains) =>
        Registry.Apply(
            new PlatformsListed(
                "a test",
                [
                    new PlatformListing(
                        code,
                        "platform",
                        code,
                        [code],
                        "",
                        "AIFC",
                        "AFSA",
                        "exchange",
                        fromUs,
                        toUs,
                        PlatformListing.Licensed,
                        domains,
                        [],
                        [],
                        []
                    ),
                ]
            )
        );
}
