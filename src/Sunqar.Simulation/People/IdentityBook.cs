using Sunqar.Core.Identity;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Places;

namespace Sunqar.Simulation.People;

/// <summary>
/// Numbers to texts: who owns which instrument at which bank, and how cards, accounts, devices and IINs are spelt. Instruments by number:
/// the main card of each citizen, their second cards, the company accounts, then cards opened by name (drop cards, fake ones). Only the
/// last are kept in memory.
/// </summary>
internal sealed class IdentityBook(ulong seed, Population people, Companies companies)
{
    private readonly List<(int Owner, short Bank)> _opened = [];
    private readonly List<string> _strangers = [];
    private readonly AliasTable _banks = new(Banks.Shares);
    private readonly HashSet<int> _accounts = [];
    private int _devicesOpened;

    public int CompaniesFrom => people.Count * 2;

    private int OpenedFrom => CompaniesFrom + companies.Count;

    public int Instruments => OpenedFrom + _opened.Count;

    /// <summary>Citizens, then identities that no citizen has.</summary>
    public int Persons => people.Count + _strangers.Count;

    public int Devices => people.Count + _devicesOpened;

    public bool IsCard(int instrument) => instrument < CompaniesFrom || (instrument >= OpenedFrom && !_accounts.Contains(instrument));

    /// <summary>Whose instrument it is; -1 for a company's.</summary>
    public int Owner(int instrument) =>
        instrument < people.Count ? instrument
        : instrument < CompaniesFrom ? instrument - people.Count
        : instrument < OpenedFrom ? -1
        : _opened[instrument - OpenedFrom].Owner;

    public int BankOf(int instrument) =>
        instrument < people.Count ? people.Bank(instrument)
        : instrument < CompaniesFrom ? people.SecondBank(instrument - people.Count)
        : instrument < OpenedFrom ? _banks.Draw(Dice.Key(seed, Luck.Token, instrument, 2))
        : _opened[instrument - OpenedFrom].Bank;

    public int SecondCard(int person) => people.Count + person;

    /// <summary>A new card at a bank, on the name of a citizen or a stranger.</summary>
    public int OpenCard(int owner, int bank)
    {
        _opened.Add((owner, (short)bank));
        return Instruments - 1;
    }

    /// <summary>An account of a merchant or company that no city's companies are among; nobody's by name.</summary>
    public int OpenAccount(int bank)
    {
        var account = OpenCard(-1, bank);
        _accounts.Add(account);
        return account;
    }

    /// <summary>An identity with an IIN that cannot have been issued.</summary>
    public int InventPerson()
    {
        _strangers.Add(IinText.Invalid(seed, Persons));
        return Persons - 1;
    }

    public int OpenDevice()
    {
        _devicesOpened++;
        return Devices - 1;
    }

    public string Iin(int person) => person < people.Count ? IinText.Of(seed, person) : _strangers[person - people.Count];

    public string Name(int person) => NameText.Of(seed, person);

    /// <summary>The bank's own token of a card: 17 characters, never a card number.</summary>
    public string Card(int instrument) => Spell('c', Dice.Mix(Dice.Key(seed, Luck.Token, 0) ^ (ulong)(uint)instrument));

    public string Device(int device) => Spell('d', Dice.Mix(Dice.Key(seed, Luck.Device, 0) ^ (ulong)(uint)device));

    public string Account(int instrument)
    {
        // 10^13 has no factor in common with the multiplier: different instruments have different digits.
        var digits =
            (((long)instrument * 7_368_787_001L) + (long)(Dice.Key(seed, Luck.Token, 1) % 10_000_000_000_000)) % 10_000_000_000_000;
        return Iban.FromParts(Banks.All[BankOf(instrument)].IbanNumber, digits).ToString();
    }

    private static string Spell(char prefix, ulong bits) =>
        string.Create(
            17,
            (prefix, bits),
            static (span, state) =>
            {
                span[0] = state.prefix;
                Hex.Write(state.bits, span[1..]);
            }
        );
}
