using System.Net;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Equal nodes: what one of them was asked is decided once, whoever leads, and whatever happens to who led.</summary>
public sealed class NodesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task Payments_through_all_doors_are_decided_once_while_who_leads_is_killed_put_to_sleep_and_stopped()
    {
        using var house = await ThreeNodes.StartAsync(leaseSeconds: 2);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = house.SendFromAll(customersOfNode: 4, enough.Token);
        await MoreAsync(house, 200);

        // What only the node that leads can show is shown by each.
        foreach (var node in house.Nodes)
            Assert.Equal(HttpStatusCode.OK, (await node.GetAsync("/v1/log/head")).StatusCode);

        var asleep = await house.LeaderAsync();
        asleep.Signal("STOP");
        await house.LeaderAsync(apartFrom: asleep);
        await MoreAsync(house, 200);
        asleep.Signal("CONT");
        await asleep.ReadyAsync();
        await MoreAsync(house, 200);

        var killed = await house.LeaderAsync();
        killed.Signal("KILL");
        await killed.ExitAsync();
        await house.LeaderAsync(apartFrom: killed);
        await MoreAsync(house, 200);

        var stopped = await house.LeaderAsync();
        stopped.Signal("TERM");
        await stopped.ExitAsync();
        await house.LeaderAsync(apartFrom: stopped);
        await MoreAsync(house, 200);

        await enough.CancelAsync();
        await Task.WhenAll(sending);
        // Nobody was told anything but to come again.
        Assert.All(house.Refusals, said => Assert.StartsWith("503 ", said, StringComparison.Ordinal));
        house.Check();
    }

    private static async Task MoreAsync(ThreeNodes house, int answers)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var due = house.Answers.Count + answers;
        while (house.Answers.Count < due)
        {
            await Task.Delay(20, Cancel);
            Assert.False(patience.IsCancellationRequested, house.Said);
        }
    }
}
