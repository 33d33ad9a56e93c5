using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.People;

namespace Sunqar.Simulation;

/// <summary>
/// Writes rows out as the house's shared shapes. Companies and terminals are few and kept, so a busy shop is spelt once; people are spelt
/// anew each time, because what dies young costs less than what is kept. Several threads may spell at once: a race only spells twice.
/// </summary>
internal sealed class Spelling
{
    private readonly World _world;
    private readonly Party?[] _companies;
    private readonly Terminal[] _terminals;
    private readonly Dictionary<int, string> _tags;
    private readonly string[] _tokens;

    public Spelling(World world)
    {
        _world = world;
        _companies = new Party?[world.Companies.Count];
        _terminals = [.. world.Atms.All.Select(atm => new Terminal(atm.Id, atm.City, atm.Country))];
        _tags = world
            .Exchanges.All.SelectMany(exchange => new[] { (exchange.Hot, exchange.Name), (exchange.Cold, $"{exchange.Name} cold") })
            .ToDictionary();
        _tokens = [Country.UsdtContract, .. Enumerable.Range(1, 3).Select(fake => Chain.WalletBook.Address(world.Seed, -fake))];
    }

    public Payment Payment(in PaymentRow row, string id, string institution)
    {
        var merchant = Around.Merchants.GetValueOrDefault(row.Recipient) ?? Around.Merchants.GetValueOrDefault(row.Sender);
        return new()
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
            Wallet = row.Wallet >= 0 ? new Wallet(ChainOf(row.Wallet), _world.Wallets.Text(row.Wallet)) : null,
            Platform = row.Platform >= 0 ? _world.Exchanges.All[row.Platform].Code : merchant?.Platform,
            Asset = row.QuantityMicro > 0 ? "USDT" : null,
            Quantity = row.QuantityMicro > 0 ? row.QuantityMicro : null,
            Category = merchant is null ? CategoryOf(row) : merchant.Category,
            Purpose =
                row.Flags.HasFlag(PaymentFlags.Gift) ? "GIFT"
                : row.Flags.HasFlag(PaymentFlags.CurrencyExchange) ? "FREX"
                : null,
            Ip = row.Device >= 0 && Around.Addresses.TryGetValue(row.Device, out var address) ? KnownToBanks.Ip(address) : null,
        };
    }

    private KnownToBanks Around => _world.KnownToBanks;

    private string? CategoryOf(in PaymentRow row)
    {
        var company = row.Recipient - _world.Identities.CompaniesFrom;
        return row.Kind == PaymentKind.MerchantPayment && company >= 0 && company < _companies.Length
            ? _world.Companies.Category(company)
            : null;
    }

    private string ChainOf(int wallet) => _world.Wallets.IsEthereum(wallet) ? "ethereum" : "tron";

    public TokenTransfer Transfer(in ChainRow row, string id) =>
        new(
            id,
            ChainOf(row.From),
            _world.Wallets.IsEthereum(row.From) ? UsdtContracts.Ethereum : _tokens[row.Token],
            _world.Wallets.Text(row.From),
            _world.Wallets.Text(row.To),
            row.Units,
            6,
            row.TimeUs,
            _tags.GetValueOrDefault(row.From),
            _tags.GetValueOrDefault(row.To)
        );

    /// <summary>Institution, date and the place within the day: six digits, more where a day has more.</summary>
    public static string PaymentId(string institution, DateOnly date, int index)
    {
        var digits = 6;
        for (var more = index / 1_000_000; more > 0; more /= 10)
        {
            digits++;
        }
        return string.Create(
            institution.Length + 8 + digits,
            (institution, date, index),
            static (span, state) =>
            {
                state.institution.CopyTo(span);
                var at = state.institution.Length;
                span[at] = span[at + 7] = '-';
                Put(span.Slice(at + 1, 2), state.date.Year % 100);
                Put(span.Slice(at + 3, 2), state.date.Month);
                Put(span.Slice(at + 5, 2), state.date.Day);
                Put(span[(at + 8)..], state.index);
            }
        );

        static void Put(Span<char> span, int value)
        {
            for (var i = span.Length - 1; i >= 0; i--, value /= 10)
            {
                span[i] = (char)('0' + (value % 10));
            }
        }
    }

    public static string TransactionId(ulong seed, int day, int index) =>
        string.Create(
            64,
            (seed, day, index),
            static (span, state) =>
            {
                var dice = new Dice(state.seed, Luck.TransactionId, state.index, state.day);
                for (var word = 0; word < 4; word++)
                {
                    Hex.Write(dice.Next(), span[(word * 16)..]);
                }
            }
        );

    private Party? Party(int instrument, int person, PaymentFlags flags)
    {
        if (instrument < 0 && person < 0)
        {
            return null;
        }
        var company = instrument - _world.Identities.CompaniesFrom;
        return company >= 0 && company < _companies.Length
            ? _companies[company] ??= new Party(Account: _world.Identities.Account(instrument))
            : Write(instrument, person, flags);
    }

    private Party Write(int instrument, int person, PaymentFlags flags)
    {
        var card = instrument >= 0 && _world.Identities.IsCard(instrument);
        return new Party(
            Iin: person >= 0 ? _world.Identities.Iin(person) : null,
            Account: instrument >= 0 && (!card || flags.HasFlag(PaymentFlags.Accounts)) ? _world.Identities.Account(instrument) : null,
            Card: card ? _world.Identities.Card(instrument) : null,
            Name: person >= 0 && flags.HasFlag(PaymentFlags.Named) ? _world.Identities.Name(person) : null,
            Confirmed: flags.HasFlag(PaymentFlags.ConfirmationStated) ? flags.HasFlag(PaymentFlags.Confirmed) : null,
            Phone: person >= 0 && Around.Phones.TryGetValue(person, out var phone) ? KnownToBanks.Phone(phone) : null,
            Country: Around.Merchants.GetValueOrDefault(instrument)?.Country,
            Registered: Around.Registered.TryGetValue(instrument, out var registered) ? registered : null,
            Opened: Around.Opened.TryGetValue(instrument, out var opened) ? opened : null
        );
    }
}

/// <summary>Roles as the truth file spells them.</summary>
internal static class RoleNames
{
    public static string Of(Role role) =>
        role switch
        {
            Role.FakeCard => "fake_card",
            Role.EarlyMember => "early_member",
            _ => role.ToString().ToLowerInvariant(),
        };
}
