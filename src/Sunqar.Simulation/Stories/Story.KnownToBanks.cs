using Sunqar.Simulation.People;
using Sunqar.Simulation.Schemes;

namespace Sunqar.Simulation.Stories;

/// <summary>What stories say beside who pays whom.</summary>
internal sealed partial class Story
{
    private KnownToBanks Around => World.KnownToBanks;

    /// <summary>A merchant by its account; the groups of a kind open theirs each.</summary>
    public int OpenMerchant(string? category, string? country, string? platform = null)
    {
        var account = World.Identities.OpenAccount(Dice.Below(Places.Banks.All.Count));
        Around.Merchants.Add(account, new Merchant(category, country, platform));
        return account;
    }

    /// <summary>A company's account, registered so many days before the country's first day.</summary>
    public int OpenCompany(int daysBefore)
    {
        var account = World.Identities.OpenAccount(Dice.Below(Places.Banks.All.Count));
        Around.Registered.Add(account, World.Options.Start.AddDays(-daysBefore));
        return account;
    }

    public int OpenAtmAbroad(string country, string city) => World.Atms.OpenAbroad(country, city);

    /// <summary>The bank says when a card was opened: so many days after the country's first day.</summary>
    public void OpenedOn(int card, int day) => Around.Opened[card] = World.Options.Start.AddDays(day);

    /// <summary>A telephone, or a network address, that somebody has.</summary>
    public int OpenNumber() => Around.Numbers++;

    public void PhoneOf(int person, int number) => Around.Phones[person] = number;

    public void AddressOf(int device, int number) => Around.Addresses[device] = number;

    /// <param name="terminal">-1 online.</param>
    public void Charge(long timeUs, int card, int merchant, long tiyn, Role role = Role.None, int terminal = -1) =>
        Add(World.Slips.Charge(timeUs, card, merchant, tiyn, terminal), role, Role.None);

    /// <summary>A company's account pays onto a card.</summary>
    public void Settle(long timeUs, int account, int card, long tiyn, Role role = Role.None) =>
        Add(World.Slips.Settlement(timeUs, account, card, tiyn), Role.None, role);

    /// <summary>A transfer that its sender calls a gift, confirmed where it is large.</summary>
    public void Give(long timeUs, int from, int to, long tiyn, Role role = Role.None) =>
        Add(
            World.Slips.CardTransfer(timeUs, from, to, tiyn) with
            {
                Flags = PaymentFlags.Gift | PaymentFlags.ConfirmationStated | PaymentFlags.Confirmed,
            },
            role,
            Role.None
        );

    /// <summary>Cash that is brought to be exchanged.</summary>
    public void Exchange(long timeUs, int card, int atm, long tiyn, Role role = Role.None) =>
        Add(World.Slips.CashDeposit(timeUs, card, atm, tiyn) with { Flags = PaymentFlags.CurrencyExchange }, Role.None, role);
}
