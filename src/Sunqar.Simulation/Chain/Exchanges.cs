using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Chain;

/// <summary>A custodial service on the chain: customers' deposits are swept to its hot wallet, withdrawals leave from there, a cold wallet
/// balances it.</summary>
/// <param name="Code">Platform code in payments; foreign exchanges see no payments of the country.</param>
/// <param name="SweepHours">Hours between sweep runs.</param>
/// <param name="SweepFromMicro">Deposits are left lying below this.</param>
/// <param name="Reporting">diligent, late or hiding: how it files reports (used by the supervision of providers).</param>
internal sealed record Exchange(
    string Code,
    string Name,
    bool Licensed,
    int Hot,
    int Cold,
    int SweepHours,
    long SweepFromMicro,
    string Reporting
);

/// <summary>Licensed platforms of the country and exchanges abroad.</summary>
internal sealed class Exchanges
{
    /// <summary>The first two are named as the press named them; the rest are invented. Late and hiding ones are invented.</summary>
    private static readonly string[] LicensedNames =
    [
        "Bybit",
        "WhiteBIT",
        "Altyn Exchange",
        "Tulpar Digital",
        "Steppe Coin",
        "Nomad Markets",
        "Qazaq Crypto",
        "Saryarka Bit",
        "Burkit Exchange",
        "Khan Tengri Digital",
        "Silk Road Assets",
        "Zhetisu Coin",
        "Alatau Trade",
        "Ertis Token",
        "Kaspi Sea Digital",
        "Bozjyra Exchange",
        "Turan Assets",
        "Aral Coin",
        "Mangystau Digital",
        "Otrar Markets",
    ];

    private static readonly string[] ForeignNames =
    [
        "Halcyon Exchange",
        "Meridian Global",
        "Kestrel Trade",
        "Lotus Markets",
        "Pacific Coin",
    ];

    private readonly AliasTable _platforms;
    private readonly AliasTable _foreign = new([450, 220, 150, 110, 70]);
    private readonly ulong _seed;

    public Exchanges(ulong seed, WalletBook wallets, bool fullScale)
    {
        _seed = seed;
        var platforms = fullScale ? 20 : 8;
        var all = new List<Exchange>();
        for (var i = 0; i < platforms + ForeignNames.Length; i++)
        {
            var dice = new Dice(seed, Luck.Registry, i);
            var licensed = i < platforms;
            var name = licensed ? LicensedNames[i] : ForeignNames[i - platforms];
            var code = string.Concat(name.Where(char.IsAsciiLetter).Take(6)).ToUpperInvariant() + (licensed ? "KZ" : "");
            var reporting =
                i == platforms - 2 && licensed ? "late"
                : i == platforms - 1 ? "hiding"
                : "diligent";
            all.Add(
                new Exchange(
                    code,
                    name,
                    licensed,
                    wallets.Open(),
                    wallets.Open(),
                    dice.Pick([2, 3, 4, 6, 8]),
                    dice.Between(0, 5) * 20_000_000L,
                    reporting
                )
            );
        }
        All = all;
        Platforms = platforms;
        _platforms = AliasTable.Zipf(platforms);
    }

    /// <summary>Platforms first.</summary>
    public IReadOnlyList<Exchange> All { get; }

    public int Platforms { get; }

    public int PlatformOf(int person) => _platforms.Draw(Dice.Key(_seed, Luck.Registry, person, 1));

    public int ForeignOf(int privateWallet) => Platforms + _foreign.Draw(Dice.Key(_seed, Luck.Registry, privateWallet, 2));
}
