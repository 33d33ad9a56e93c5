using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation;

/// <summary>
/// Writes rows out as the house's shared shapes. Parties are kept in a table of fixed size that forgets (a busy shop is spelt once), so that garbage and
/// memory both stay small; terminals and platforms are few and kept. Several threads may spell at once: a race only spells twice.
/// </summary>
internal sealed class Spelling
{
    private const int Kept = 1 << 17;
    private readonly World _world;
    private readonly KeptParty?[] _parties = new KeptParty?[Kept];
    private readonly Terminal[] _terminals;
    private readonly Dictionary<int, string> _tags;
    private readonly string[] _tokens;

    public Spelling(World world)
    {
        _world = world;
        _terminals = [.. world.Atms.All.Select(atm => new Terminal(atm.Id, atm.City))];
        _tags = world.Exchanges.All.SelectMany(exchange => new[] { (exchange.Hot, exchange.Name), (exchange.Cold, $"{exchange.Name} cold") }).ToDictionary();
        _tokens = [Country.UsdtContract, .. Enumerable.Range(1, 3).Select(fake => Chain.WalletBook.Address(world.Seed, -fake))];
    }

    public Payment Payment(in PaymentRow row, string id, string institution) => new()
    {
        Id = id,
        Kind = row.Kind,
        TimeUs = row.TimeUs,
        Amount = new Money(row.AmountMinor, row.Currency),
        Institution = institution,
        Sender = Party(row.Sender, row.SenderPerson, row.Flags),
        Recipient = Party(row.Recipient, row.RecipientPerson, row.Flags & ~(PaymentFlags.ConfirmationStated | PaymentFlags.Confirmed)),
        Terminal = row.Terminal >= 0 ? _terminals[row.Terminal] : null,
        Device = row.Device >= 0 ? _world.Identities.Device(row.Device) : null,
        Wallet = row.Wallet >= 0 ? new Wallet("tron", _world.Wallets.Text(row.Wallet)) : null,
        Platform = row.Platform >= 0 ? _world.Exchanges.All[row.Platform].Code : null,
        Asset = row.QuantityMicro > 0 ? "USDT" : null,
        Quantity = row.QuantityMicro > 0 ? row.QuantityMicro : null,
    };

    public TokenTransfer Transfer(in ChainRow row, string id) => new(
        id, "tron", _tokens[row.Token], _world.Wallets.Text(row.From), _world.Wallets.Text(row.To), row.Units, 6, row.TimeUs,
        _tags.GetValueOrDefault(row.From), _tags.GetValueOrDefault(row.To));

    public static string TransactionId(ulong seed, int day, int index) => string.Create(64, (seed, day, index), static (span, state) =>
    {
        var dice = new Dice(state.seed, Luck.TransactionId, state.index, state.day);
        for (var word = 0; word < 4; word++)
        {
            dice.Next().TryFormat(span[(word * 16)..], out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    });

    private Party? Party(int instrument, int person, PaymentFlags flags)
    {
        if (instrument < 0 && person < 0)
        {
            return null;
        }
        var place = unchecked((int)(Dice.Mix(((ulong)(uint)instrument << 32) ^ (uint)person ^ ((ulong)flags << 60)) & (Kept - 1)));
        var kept = _parties[place];
        if (kept is null || kept.Instrument != instrument || kept.Person != person || kept.Flags != flags)
        {
            _parties[place] = kept = new KeptParty(instrument, person, flags, Write(instrument, person, flags));
        }
        return kept.Party;
    }

    private Party Write(int instrument, int person, PaymentFlags flags)
    {
        var card = instrument >= 0 && _world.Identities.IsCard(instrument);
        return new Party(
            Iin: person >= 0 ? _world.Identities.Iin(person) : null,
            Account: instrument >= 0 && (!card || flags.HasFlag(PaymentFlags.Accounts)) ? _world.Identities.Account(instrument) : null,
            Card: card ? _world.Identities.Card(instrument) : null,
            Name: person >= 0 && flags.HasFlag(PaymentFlags.Named) ? _world.Identities.Name(person) : null,
            Confirmed: flags.HasFlag(PaymentFlags.ConfirmationStated) ? flags.HasFlag(PaymentFlags.Confirmed) : null);
    }

    private sealed record KeptParty(int Instrument, int Person, PaymentFlags Flags, Party Party);
}

/// <summary>Roles as the truth file spells them.</summary>
internal static class RoleNames
{
    public static string Of(Role role) => role switch
    {
        Role.FakeCard => "fake_card",
        Role.EarlyMember => "early_member",
        _ => role.ToString().ToLowerInvariant(),
    };
}
