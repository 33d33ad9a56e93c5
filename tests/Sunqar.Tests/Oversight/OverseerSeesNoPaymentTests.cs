using Sunqar.Core.Acts;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Oversight;

public class OverseerSeesNoPaymentTests
{
    /// <summary>Addresses on which payments, networks, cases, alerts or people of a case stand, by name or by the room before the
    /// colon.</summary>
    private static readonly string[] WithPayments =
    [
        "payments",
        "part",
        "data",
        "events",
        "grants",
        "approvals",
        "case",
        "evidence",
        "volunteer",
        "measure",
        "measures",
        "page:overview",
        "page:network",
        "page:cases",
        "page:case",
        "page:case-people",
        "page:alerts",
        "page:alert",
        "page:approvals",
        "page:measures",
        "page:measure",
        "page:measure-group",
        "page:measure-targets",
    ];

    /// <summary>Everybody's own work, in which an overseer's has no payment (<c>WorkQueueTests</c>); the words of the rule language; and
    /// the leaves of the oversight log (<c>LogPageTests</c>).</summary>
    private static readonly string[] OwnWork = ["part:queue", "events:queue", "data:rulebook-words", "data:oversight-log"];

    private static bool HasPayments(AccessLine line) =>
        (WithPayments.Contains(line.Endpoint) || WithPayments.Contains(line.Endpoint.Split(':')[0])) && !OwnWork.Contains(line.Endpoint);

    [Fact]
    public void The_overseer_opens_no_address_with_payments() =>
        Assert.Equal(
            [],
            AccessTable.Shipped.Lines.Where(line => line.Roles.Contains(Role.Overseer) && HasPayments(line)).Select(line => line.Endpoint)
        );

    [Fact]
    public void Those_who_find_open_them() =>
        Assert.True(AccessTable.Shipped.Lines.Count(line => line.Roles.Contains(Role.Officer) && HasPayments(line)) > 10);
}
