using System.Net;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Log;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Oversight;

/// <summary>What the overseer's browser gets of the log: records that hash to leaves of the signed tree, and of cases no content.</summary>
public sealed class LogPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_is_a_leaf_of_the_signed_head_and_what_a_case_holds_is_not_told()
    {
        await using var server = await StaffedServer.StartAsync();
        var overseer = await server.HireAsync(Role.Overseer);
        var officer = await server.HireAsync(Role.Officer);
        var source = new CaseSource(SourceKind.Report, "report-1", new Dictionary<string, string>());
        await server.Acts.DoAsync(new OpenCase("o", "report", "mules", "A secret title", [source], 0, 0), officer.Actor);
        using var log = server.OpenLog();
        using var browser = server.Browser(overseer);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/oversight/log", Cancel));
        Assert.Contains(log.Key.Text, page, StringComparison.Ordinal);
        log.Advance(1_800_000_000_000_000);
        var told = JsonDocument.Parse(await browser.GetStringAsync("/oversight/log/entries", Cancel)).RootElement;
        var head = Assert.IsType<HeadReading.Good>(log.Key.Read(told.GetProperty("note").GetString()!)).Head;
        var leaves = told.GetProperty("leaves").EnumerateArray().ToList();
        Assert.Equal(head.Size, leaves.Count);
        foreach (var leaf in leaves)
        {
            var hash = leaf.GetProperty("hash").GetBytesFromBase64();
            var number = leaf.GetProperty("leaf").GetInt64();
            if (leaf.GetProperty("record").GetString() is { } record)
            {
                Assert.Equal(
                    hash,
                    new LeafRecord(number, leaf.GetProperty("recordedUs").GetInt64(), Convert.FromBase64String(record)).Hash()
                );
            }
            var proof = leaf.GetProperty("proof").EnumerateArray().Select(one => one.GetBytesFromBase64()).ToList();
            Assert.True(MerkleCheck.Inclusion(number, head.Size, hash, proof, head.Root.Span));
        }
        var opened = Assert.Single(leaves, leaf => leaf.GetProperty("command").GetString() == "case.open");
        Assert.Equal(("case", JsonValueKind.Null), (opened.GetProperty("why").GetString(), opened.GetProperty("record").ValueKind));
        Assert.Contains(leaves, leaf => leaf.GetProperty("record").ValueKind == JsonValueKind.String);
        Assert.Equal("access.look", server.ActsSoFar()[^1].Command);
        Assert.Empty(
            JsonDocument
                .Parse(await browser.GetStringAsync("/oversight/log/entries?before=0", Cancel))
                .RootElement.GetProperty("leaves")
                .EnumerateArray()
        );
    }
}
