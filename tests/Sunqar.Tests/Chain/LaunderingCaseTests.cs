using System.Globalization;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>
/// Three thefts that others followed by hand on Ethereum: how much of what left the thieves' wallets reaches the places where it ended,
/// against the most that could (what these places received). Amounts are dollars at the time; only the ends are labelled.
/// </summary>
public class LaunderingCaseTests
{
    [Theory]
    [InlineData("LIFI", 0.98)]
    [InlineData("Atomic", 0.95)]
    [InlineData("54m", 0.95)]
    public void What_left_the_sources_is_followed_to_its_ends(string name, double least)
    {
        var folder = Repository.Shared("data/laundering-cases");
        var terminals = Addresses(Path.Combine(folder, $"{name}-terminal_addresses.csv"));
        var table = Table(Path.Combine(folder, $"{name}-edges.csv"));
        var attribution = new Attribution();
        foreach (var terminal in terminals)
        {
            attribution.Add(new WalletLabel("ethereum", terminal, "end", "terminal", "", "", "forensic"));
        }
        var trace = new ExposureTrace(table, attribution, new ExposureLimits(16, 0), AmountsAre.Values);
        Int128 reached = 0;
        foreach (var source in Addresses(Path.Combine(folder, $"{name}-source_addresses.csv")))
        {
            Assert.True(table.Accounts.TryFind(source, out var wallet), source);
            var cells = trace.Of(wallet, Currency.Usd, TaintMethod.Haircut).Cells;
            reached += cells
                .Where(c => c.Direction == FlowDirection.Out && c.Category == "terminal")
                .Aggregate((Int128)0, (sum, c) => sum + c.AmountMicro);
        }
        Int128 ceiling = 0;
        for (var row = 0; row < table.Count; row++)
        {
            ceiling += terminals.Contains(table.Accounts.Id(table.To[row])) ? table.AmountMicro[row] : 0;
        }
        var part = (double)reached / (double)ceiling;
        Assert.True(part >= least && part <= 1.001, $"{part:P1} of what the ends received");
    }

    private static HashSet<string> Addresses(string file) =>
        [.. File.ReadLines(file).Select(line => line.Trim().ToLowerInvariant()).Where(line => line.Length > 0)];

    private static TransferTable Table(string file)
    {
        var builder = new TransferTableBuilder();
        foreach (var fields in File.ReadLines(file).Skip(1).Select(line => line.Split(',')))
        {
            var time = DateTime.ParseExact(fields[0], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(fields[2]),
                    TimeUs = (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
                    From = Encoding.UTF8.GetBytes(fields[3].ToLowerInvariant()),
                    To = Encoding.UTF8.GetBytes(fields[5].ToLowerInvariant()),
                    AmountMicro = (long)(double.Parse(fields[^1], CultureInfo.InvariantCulture) * 1e6),
                    Currency = Currency.Usd,
                    Kind = TransferKind.Chain,
                }
            );
        }
        return builder.Build();
    }
}
