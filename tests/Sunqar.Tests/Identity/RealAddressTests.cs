using System.Text.RegularExpressions;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Identity;

/// <summary>Addresses as the world writes them: public chain records and published labels.</summary>
public partial class RealAddressTests
{
    [Fact]
    public void Every_address_of_a_real_tron_export_is_one()
    {
        var addresses = File.ReadLines(Repository.Shared("data/tron-exchange-offices/transfers.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .SelectMany(row => new[] { row[2], row[3], row[5] })
            .Distinct()
            .ToList();
        Assert.True(addresses.Count > 1_000);
        Assert.Equal(
            [],
            addresses.Where(address =>
                !WalletAddress.TryParse(WalletChain.Tron, address, out var value, out _) || value.ToString() != address
            )
        );
    }

    [Fact]
    public void Every_labelled_address_is_one_of_its_chain_and_no_other_but_four()
    {
        var labelled = Directory
            .GetFiles(Repository.Shared("data/tagpacks"), "*.yaml")
            .SelectMany(file => Address().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct()
            .ToList();
        Assert.True(labelled.Count > 3_000);
        Assert.DoesNotContain(labelled, address => Chains(address) > 1);
        // Two are Polkadot's, one has a letter too many, one was put in lower case by its publisher: refusing these is right.
        Assert.Equal(
            [
                "145pfvzsdw4zcZHv8v97rY1C8MfbKN5LKDV7JaNgm6tA65bE",
                "14bwh6gmvol5ntwbvxqjkjdtzv4y5ebtvm",
                "15kUt2i86LHRWCkE3D9Bg1HZAoc2smhn1fwPzDERTb1BXAkX",
                "1MFgcyJ7ZNSknbTBRaih6zWDE6V1A64tRYs",
            ],
            labelled.Where(address => Chains(address) == 0).Order(StringComparer.Ordinal)
        );
    }

    private static int Chains(string address) =>
        new[] { WalletChain.Tron, WalletChain.Ethereum, WalletChain.Bitcoin }.Count(chain =>
            WalletAddress.TryParse(chain, address, out _, out _)
        );

    [GeneratedRegex("address: ['\"]?((?:bc1|[13])[A-Za-z0-9]{24,}|0x[A-Fa-f0-9]{40})\\b")]
    private static partial Regex Address();
}
