using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Standalone;

/// <summary>Keeps two processes from using one data folder.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; it is released with the process at the latest.</summary>
    /// <exception cref="UserErrorException">Another process has it.</exception>
    public static DataLock Take(string folder)
    {
        try
        {
            return new DataLock(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new UserErrorException($"The data folder {folder} is in use by another 'operator standalone'. Stop it, or give another --data.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
