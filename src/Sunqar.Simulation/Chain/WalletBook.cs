using Sunqar.Core.Identity;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Chain;

/// <summary>
/// All wallets of the simulated chain by number: private ones first, then the deposit addresses that platforms gave to citizens, then those
/// that foreign exchanges gave to private wallets, then everything that was set up by name. An address is made of 20 bytes hashed from
/// (seed, number): valid, and nobody's. Texts are made when first asked for.
/// </summary>
internal sealed class WalletBook
{
    private readonly ulong _seed;
    private readonly List<string> _named = [];
    private readonly string?[] _texts;

    public WalletBook(ulong seed, int people)
    {
        _seed = seed;
        Private = Math.Max(400, (int)(people * 3L / 10));
        PlatformDepositFrom = Private;
        ForeignDepositFrom = PlatformDepositFrom + people;
        NamedFrom = ForeignDepositFrom + Private;
        _texts = new string?[NamedFrom];
        People = people;
    }

    /// <summary>How many private wallets there are: 0..Private-1.</summary>
    public int Private { get; }

    public int PlatformDepositFrom { get; }

    public int ForeignDepositFrom { get; }

    public int NamedFrom { get; }

    public int Count => NamedFrom + _named.Count;

    private int People { get; }

    /// <summary>The wallet on the phone of a citizen who has one.</summary>
    public int OfPerson(int person) => (int)((long)person * Private / People);

    public int DepositOfPerson(int person) => PlatformDepositFrom + person;

    public int ForeignDepositOf(int privateWallet) => ForeignDepositFrom + privateWallet;

    public bool IsPlatformDeposit(int wallet) => wallet >= PlatformDepositFrom && wallet < ForeignDepositFrom;

    public bool IsForeignDeposit(int wallet) => wallet >= ForeignDepositFrom && wallet < NamedFrom;

    public int Open()
    {
        _named.Add(Address(_seed, Count));
        return Count - 1;
    }

    /// <summary>A wallet on Ethereum, as valid and nobody's.</summary>
    public int OpenEthereum()
    {
        _named.Add(WalletAddress.Ethereum(Payload(_seed, Count)).ToString());
        return Count - 1;
    }

    /// <summary>A wallet on Ethereum that begins and ends like another one there.</summary>
    public int OpenLookAlike(int of)
    {
        var (payload, like) = (Payload(_seed, Count), Convert.FromHexString(Text(of).AsSpan(2)));
        (payload[0], payload[1], payload[^2], payload[^1]) = (like[0], like[1], like[^2], like[^1]);
        _named.Add(WalletAddress.Ethereum(payload).ToString());
        return Count - 1;
    }

    public bool IsEthereum(int wallet) => wallet >= NamedFrom && Text(wallet)[0] == '0';

    public string Text(int wallet) => wallet >= NamedFrom ? _named[wallet - NamedFrom] : _texts[wallet] ??= Address(_seed, wallet);

    /// <summary>Also used for token contracts that imitate USDT, which take negative numbers.</summary>
    public static string Address(ulong seed, long number) => WalletAddress.Tron(Payload(seed, number)).ToString();

    private static byte[] Payload(ulong seed, long number)
    {
        Span<byte> payload = stackalloc byte[24];
        for (var i = 0; i < 3; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(payload[(i * 8)..], Dice.Key(seed, Luck.Address, number, i));
        }
        return payload[..20].ToArray();
    }
}
