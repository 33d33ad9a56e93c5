using Sunqar.Core.Chain;
using Sunqar.Core.Payments;

namespace Sunqar.Simulation;

/// <summary>One local day of the country, everything in time order.</summary>
public sealed class CountryDay
{
    private readonly Country _country;
    private readonly PaymentRow[] _payments;
    private readonly ChainRow[] _chain;

    internal CountryDay(Country country, int number, PaymentRow[] payments, ChainRow[] chain)
    {
        _country = country;
        Number = number;
        Date = country.Options.Start.AddDays(number);
        _payments = payments;
        _chain = chain;
    }

    /// <summary>From 0.</summary>
    public int Number { get; }

    public DateOnly Date { get; }

    public int PaymentCount => _payments.Length;

    public int ChainCount => _chain.Length;

    /// <summary>The payments as an institution would send them; made one by one.</summary>
    public IEnumerable<Payment> Payments
    {
        get
        {
            for (var i = 0; i < _payments.Length; i++)
            {
                yield return Payment(i);
            }
        }
    }

    /// <summary>The day's token transfers as an explorer would export them; made one by one.</summary>
    public IEnumerable<TokenTransfer> Chain
    {
        get
        {
            for (var i = 0; i < _chain.Length; i++)
            {
                yield return Transfer(i);
            }
        }
    }

    public Payment Payment(int index) => _country.Spell(_payments[index], Date, index);

    public TokenTransfer Transfer(int index) => _country.Spell(_chain[index], Number, index);

    /// <summary>The institution's id of a payment, e.g. <c>CASPKZKA-260115-000042</c>; unique in the country.</summary>
    public string PaymentId(int index) => _country.PaymentId(_payments[index], Date, index);

    /// <summary>64 hex digits.</summary>
    public string TransferId(int index) => _country.TransferId(Number, index);

    /// <summary>What was planted today for typologies to find: one row a transfer, member and role.</summary>
    public IEnumerable<TruthRow> Truth => TruthOf(byRules: false);

    /// <summary>What was planted today for rules to speak of, likewise.</summary>
    public IEnumerable<TruthRow> RuleTruth => TruthOf(byRules: true);

    private IEnumerable<TruthRow> TruthOf(bool byRules)
    {
        for (var i = 0; i < _payments.Length; i++)
        {
            if (_payments[i].Plant != 0 && _country.IsForRules(_payments[i].Plant) == byRules)
            {
                foreach (var row in _country.TruthOf(_payments[i], PaymentId(i)))
                {
                    yield return row;
                }
            }
        }
        for (var i = 0; i < _chain.Length; i++)
        {
            if (_chain[i].Plant != 0 && _country.IsForRules(_chain[i].Plant) == byRules)
            {
                foreach (var row in _country.TruthOf(_chain[i], TransferId(i)))
                {
                    yield return row;
                }
            }
        }
    }
}
