"""The ground under the portal: PostgreSQL, Redis and the processes of a development machine.

Standard library only: these modules also run where the virtual environment is broken.
"""
