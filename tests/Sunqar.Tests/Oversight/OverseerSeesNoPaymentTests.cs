using Sunqar.Core.Acts;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Oversight;

public class OverseerSeesNoPaymentTests
{
    /// <summary>Rooms of addresses on which no payment, network, case or alert stands. A new room has to be looked at before it is put here.</summary>
    private static readonly string[] WithoutPayments =
    [
        "asset", "health", "ready", "openapi", "metrics", "sign-in", "enrol", "sign-out", "people", "declare", "oversight", "citizen", "log", "check", "platforms",
    ];

    private static readonly string[] Pages =
        ["page:sign-in", "page:enrol", "page:people", "page:declare", "page:oversight", "page:oversight-task", "page:oversight-lists", "page:transparency", "page:citizen", "page:check",
        // Sums of a year, with cases by id.
        "page:years", "page:year"];

    [Fact]
    public void Every_address_of_the_overseer_is_without_payments() => Assert.Equal(
        [], AccessTable.Lines.Where(line => line.Roles.Contains(Role.Overseer)).Select(line => line.Endpoint)
            .Where(name => !Pages.Contains(name) && !WithoutPayments.Contains(name.Split(':')[0])));
}
