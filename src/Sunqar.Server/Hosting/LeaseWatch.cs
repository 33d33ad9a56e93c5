using Sunqar.Storage.Postgres;

namespace Sunqar.Server.Hosting;

/// <summary>Sees who leads, also while this process opens or closes its own folder.</summary>
internal sealed class LeaseWatch(PostgresPlace place) : IDisposable
{
    private PostgresJournal? _journal;
    private HouseHolder? _last;
    private Task<HouseHolder?>? _asking;

    /// <summary>Who leads; while the database gives no answer, who did.</summary>
    public async Task<HouseHolder?> LookAsync()
    {
        var asking = _asking ??= Task.Run(Ask);
        if (await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(500))) == asking)
        {
            _asking = null;
            try
            {
                _last = await asking;
            }
            catch (IOException)
            {
                // It is asked again.
            }
        }
        return _last;
    }

    private HouseHolder? Ask() => (_journal ??= new PostgresJournal(place)).Holder();

    public void Dispose() => _journal?.Dispose();
}
