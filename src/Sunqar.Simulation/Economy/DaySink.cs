namespace Sunqar.Simulation.Economy;

/// <summary>Where one chunk of one day's life lands, in the order in which it was thrown.</summary>
internal sealed class DaySink
{
    public List<PaymentRow> Payments { get; } = [];

    public List<ChainRow> Chain { get; } = [];

    public void Clear()
    {
        Payments.Clear();
        Chain.Clear();
    }
}
